#include <algorithm>
#include <map>

#include "sim/history/recording/stories.hpp"

namespace spindrift::history {
namespace {

/// The records of one version of a bundle, roots first.
std::vector<BundleRecord> records_of(const Recording& recording, const BundleRow& row,
                                     const KeyBook& book, const std::map<Key, Time>& root_ends) {
  std::vector<BundleRecord> records;
  const auto add = [&](const Key& key, Time not_after, bool tainted) {
    // A key that nobody can have made has no name to be listed by.
    if (key.exists()) records.push_back({key, not_after, tainted});
  };
  for (const std::string& hash : row.roots) {
    const Key key = book.root(hash);
    const auto end = root_ends.find(key);
    add(key, end == root_ends.end() ? Time{} : end->second, false);
  }
  const auto add_all = [&](const std::vector<BundleKeyRow>& keys, auto name) {
    for (const BundleKeyRow& each : keys) {
      add((book.*name)(each.kid), time_of_unix(recording.inputs.plan, each.not_after),
          each.tainted);
    }
  };
  add_all(row.jwt_keys, &KeyBook::jwt);
  add_all(row.wit_keys, &KeyBook::wit);
  return records;
}

std::vector<BundleRecord> without(const std::vector<BundleRecord>& from,
                                  const std::vector<BundleRecord>& these) {
  std::vector<BundleRecord> left;
  for (const BundleRecord& record : from) {
    if (std::ranges::find(these, record) == these.end()) left.push_back(record);
  }
  return left;
}

/// Bundles show roots without their ends; the makers' journals have them.
std::map<Key, Time> ends_of_authorities(const Recording& recording, const KeyBook& book) {
  std::map<Key, Time> ends;
  for (const JournalRow& row : recording.journals) {
    for (const JournalEntryRow& entry : row.x509) {
      ends[book.x509(entry.id)] = time_of_unix(recording.inputs.plan, entry.not_after);
    }
  }
  return ends;
}

KeyStatus status_of(const std::string& word) {
  const auto& all = words<KeyStatus>;
  const auto found = std::ranges::find(all, word);
  return found == all.end() ? KeyStatus::prepared : static_cast<KeyStatus>(found - all.begin());
}

}  // namespace

Time time_of_unix(const RecordedPlan& plan, std::int64_t seconds) {
  // A third of what nanoseconds can count, 97 years, so that differences can be counted as well.
  constexpr auto furthest =
      std::chrono::duration_cast<std::chrono::seconds>(Duration::max() / 3).count();
  std::int64_t since_start = 0;
  const bool is_countless = __builtin_sub_overflow(seconds, plan.start_seconds, &since_start);
  if (is_countless) since_start = seconds < 0 ? -furthest : furthest;
  since_start = std::clamp(since_start, -furthest, furthest);
  return Time{std::chrono::seconds{since_start} - plan.start_fraction};
}

void tell_bundles(const Recording& recording, const KeyBook& book, Drafts& drafts) {
  const Topology& topology = recording.inputs.topology;
  const std::map<Key, Time> root_ends = ends_of_authorities(recording, book);
  std::map<ClusterId, std::vector<BundleRecord>> lists;
  for (const BundleRow& row : recording.bundles) {
    const ClusterId cluster = topology.find_cluster(row.cluster);
    if (cluster == ClusterId::none) continue;
    std::vector<BundleRecord> now = records_of(recording, row, book, root_ends);
    std::vector<BundleRecord>& before = lists[cluster];
    BundleChanged change;
    change.cluster = cluster;
    change.sequence = row.sequence;
    change.inserted = row.inserted;
    change.added = without(now, before);
    change.removed = without(before, now);
    for (const BundleRecord& record : change.added) {
      if (topology.at(record.key.maker).cluster == cluster) change.by = record.key.maker;
    }
    before = std::move(now);
    drafts.push_back({row.at, Teller::bundles, std::move(change)});
  }
}

void tell_journals(const Recording& recording, const KeyBook& book, Drafts& drafts) {
  const Topology& topology = recording.inputs.topology;
  std::map<std::pair<ClusterId, std::uint32_t>, ServerId> owners;
  for (const JournalRow& row : recording.journals) {
    JournalSaved saved;
    saved.row = row.row;
    saved.inserted = row.inserted;
    saved.active_authority = book.x509(row.active_authority);
    const auto read = [&](const std::vector<JournalEntryRow>& rows, auto name,
                          std::vector<JournalEntry>& entries) {
      for (const JournalEntryRow& each : rows) {
        const Key key = (book.*name)(each.id);
        if (!key.exists()) continue;
        saved.server = key.maker;
        entries.push_back({key, each.slot == "B" ? Slot::b : Slot::a, status_of(each.status),
                           time_of_unix(recording.inputs.plan, each.issued_at),
                           time_of_unix(recording.inputs.plan, each.not_after)});
      }
    };
    read(row.jwt, &KeyBook::jwt, saved.jwt);
    read(row.wit, &KeyBook::wit, saved.wit);
    read(row.x509, &KeyBook::x509, saved.x509);
    // A row without entries belongs to whoever had it before.
    ServerId& owner = owners[{topology.find_cluster(row.cluster), row.row}];
    if (saved.server == ServerId::none) saved.server = owner;
    owner = saved.server;
    if (owner == ServerId::none) continue;
    drafts.push_back({row.at, Teller::journals, std::move(saved)});
  }
}

void tell_kms(const Recording& recording, const KeyBook& book, Drafts& drafts) {
  const Topology& topology = recording.inputs.topology;
  for (const KmsRow& row : recording.kms) {
    KmsCalled called;
    called.server = server_of_kms_name(topology, row.who);
    if (called.server == ServerId::none) continue;
    called.call = row.call;
    called.key = book.kms(row.key);
    called.status = row.status;
    called.took = row.took;
    const std::size_t slash = row.alias.rfind('/');
    called.slot = slash == row.alias.npos ? row.alias : row.alias.substr(slash + 1);
    // At a start keys are asked for by their alias, of which recordings keep the first letters.
    const bool by_alias = row.key.ends_with('-') || row.key == "JWT-Sign" || row.key == "WIT-Sign";
    if (called.slot.empty() && by_alias) called.slot = row.key;
    drafts.push_back({row.began + row.took, Teller::kms, std::move(called)});
  }
}

void tell_observers(const Recording& recording, const KeyBook& book, Drafts& drafts) {
  const Topology& topology = recording.inputs.topology;
  for (const VerdictRow& row : recording.verdicts) {
    if (!row.is_judged()) continue;
    const ServerId signer = topology.find_server(row.signer);
    const ObserverId verifier = topology.find_observer("agent-" + row.verifier);
    if (signer == ServerId::none || verifier == ObserverId::none) continue;
    drafts.push_back(
        {row.at, Teller::observers, TokenTried{signer, book.jwt(row.kid), verifier, row.accepted}});
  }
  const ObserverId provider = topology.find_observer(discovery_provider_name);
  if (provider == ObserverId::none) return;
  std::vector<Key> held;
  for (const KeySetRow& row : recording.key_sets) {
    std::vector<Key> keys;
    for (const std::string& kid : row.kids) {
      if (const Key key = book.jwt(kid); key.exists()) keys.push_back(key);
    }
    KeySetChanged change;
    change.observer = provider;
    change.from = topology.find_server(row.server);
    std::ranges::copy_if(keys, std::back_inserter(change.added), [&](const Key& key) {
      return std::ranges::find(held, key) == held.end();
    });
    std::ranges::copy_if(held, std::back_inserter(change.removed), [&](const Key& key) {
      return std::ranges::find(keys, key) == keys.end();
    });
    held = std::move(keys);
    drafts.push_back({row.at, Teller::observers, std::move(change)});
  }
}

}  // namespace spindrift::history
