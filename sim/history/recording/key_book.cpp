#include "sim/history/recording/key_book.hpp"

#include <algorithm>
#include <set>

#include "sim/history/recording/stories.hpp"

namespace spindrift::history {
namespace {

constexpr std::size_t short_id = 8;  // letters of an authority that recordings keep

/// How far a log line may stand from what it tells of.
constexpr Duration log_slack = std::chrono::milliseconds{100};

}  // namespace

KeyBook::KeyBook(const Recording& recording) : attempts_{find_prepare_attempts(recording)} {
  name_logged_keys();
  name_unlogged_kids(recording);
  name_unlogged_authorities(recording);
  name_roots(recording);
}

Key KeyBook::find(const Names& names, const std::string& id) {
  const auto found = names.find(id);
  return found == names.end() ? Key{} : found->second;
}

Key KeyBook::x509(const std::string& authority) const {
  return find(x509_, authority.substr(0, short_id));
}

void KeyBook::name_logged_keys() {
  for (const PrepareAttempt& attempt : attempts_) {
    if (!attempt.kms_key.empty()) kms_.emplace(attempt.kms_key, attempt.key);
    if (attempt.id.empty()) continue;
    switch (attempt.type) {
      case KeyType::x509:
        x509_.emplace(attempt.id.substr(0, short_id), attempt.key);
        break;
      case KeyType::jwt:
        jwt_.emplace(attempt.id, attempt.key);
        break;
      case KeyType::wit:
        wit_.emplace(attempt.id, attempt.key);
        break;
    }
  }
}

void KeyBook::name_unlogged_kids(const Recording& recording) {
  const RecordedPlan& plan = recording.inputs.plan;
  const auto name = [&](Names& names, const BundleKeyRow& row, KeyType type) {
    if (names.contains(row.kid)) return;
    // Issued in the whole second that notAfter and the lifetime leave.
    const Time issued = time_of_unix(plan, row.not_after) - plan.ca_ttl;
    PrepareAttempt* best = nullptr;
    for (PrepareAttempt& attempt : attempts_) {
      const bool fits = attempt.type == type && attempt.id.empty() && attempt.key.exists() &&
                        attempt.began >= issued - log_slack &&
                        attempt.began <= issued + std::chrono::seconds{1} + log_slack;
      if (fits) best = &attempt;
    }
    if (best == nullptr) {
      unknown_.push_back(row.kid);
    } else {
      best->id = row.kid;
    }
    names.emplace(row.kid, best == nullptr ? Key{} : best->key);
  };
  for (const BundleRow& row : recording.bundles) {
    for (const BundleKeyRow& key : row.jwt_keys) name(jwt_, key, KeyType::jwt);
    for (const BundleKeyRow& key : row.wit_keys) name(wit_, key, KeyType::wit);
  }
}

void KeyBook::name_unlogged_authorities(const Recording& recording) {
  // A journal is written just before the log line; a kill may come between the two.
  for (const JournalRow& row : recording.journals) {
    for (const JournalEntryRow& entry : row.x509) {
      const std::string id = entry.id.substr(0, short_id);
      if (x509_.contains(id)) continue;
      const ClusterId cluster = recording.inputs.topology.find_cluster(row.cluster);
      const auto found = std::find_if(attempts_.rbegin(), attempts_.rend(), [&](const auto& each) {
        return each.type == KeyType::x509 && each.id.empty() && each.key.exists() &&
               each.began <= row.at + log_slack &&
               recording.inputs.topology.at(each.server).cluster == cluster;
      });
      if (found != attempts_.rend()) found->id = id;
      x509_.emplace(id, found == attempts_.rend() ? Key{} : found->key);
    }
  }
}

void KeyBook::name_roots(const Recording& recording) {
  const Topology& topology = recording.inputs.topology;
  std::set<Key> named;
  for (const BundleRow& row : recording.bundles) {
    const ClusterId cluster = topology.find_cluster(row.cluster);
    const bool is_root =
        cluster != ClusterId::none && topology.at(cluster).upstream == ClusterId::none;
    if (!is_root) continue;
    for (const std::string& hash : row.roots) {
      if (roots_.contains(hash)) continue;
      // A root appends its certificate in the middle of its preparation. Of several that go on the
      // one that ends first is meant.
      const PrepareAttempt* found = nullptr;
      for (const PrepareAttempt& each : attempts_) {
        const bool fits =
            each.type == KeyType::x509 && each.key.exists() && !named.contains(each.key) &&
            topology.at(each.server).cluster == cluster && each.began <= row.at + log_slack &&
            (!each.ended || *each.ended >= row.at - log_slack);
        const auto end_of = [](const PrepareAttempt& attempt) {
          return attempt.ended.value_or(kernel::never);
        };
        if (fits && (found == nullptr || end_of(each) <= end_of(*found))) found = &each;
      }
      roots_.emplace(hash, found == nullptr ? Key{} : found->key);
      if (found == nullptr) {
        unknown_.push_back(hash);
      } else {
        named.insert(found->key);
      }
    }
  }
}

}  // namespace spindrift::history
