#include "analysis/fidelity/predicted_rows.hpp"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "analysis/fidelity/verdicts.hpp"

namespace spindrift::analysis {

using history::BundleRecord;
using history::Event;
using history::KeyType;
using nlohmann::ordered_json;

namespace {

/// A moment in seconds, to the millisecond, as recordings write it.
double seconds(history::Time at) {
  const auto whole = std::chrono::round<std::chrono::milliseconds>(at.time_since_epoch());
  return static_cast<double>(whole.count()) / 1000;
}

/// "A-1", as KMS tables call a server.
std::string dashed(std::string name) {
  std::ranges::replace(name, '/', '-');
  return name;
}

}  // namespace

PredictedRows::PredictedRows(const history::RecordedInputs& inputs,
                             const history::History& predicted)
    : inputs_{inputs}, predicted_{predicted}, keys_{predicted} {}

std::string PredictedRows::name(const history::Key& key) const {
  const history::Key shared = keys_(key);
  if (!shared.exists()) return {};
  return predicted_.topology.at(shared.maker).name + '#' + std::to_string(shared.number);
}

std::int64_t PredictedRows::unix_seconds(history::Time at) const {
  const auto since = at.time_since_epoch() + inputs_.plan.start_fraction;
  return inputs_.plan.start_seconds + std::chrono::floor<std::chrono::seconds>(since).count();
}

PredictedRows::Rows PredictedRows::bundles() const {
  Rows rows;
  std::map<history::ClusterId, std::vector<BundleRecord>> lists;
  for (const Event& event : predicted_.events) {
    const auto* const change = std::get_if<history::BundleChanged>(&event.what);
    if (change == nullptr) continue;
    std::vector<BundleRecord>& list = lists[change->cluster];
    for (const BundleRecord& record : change->removed) std::erase(list, record);
    list.insert(list.end(), change->added.begin(), change->added.end());
    ordered_json row{{"t", seconds(event.at)},
                     {"cluster", predicted_.topology.at(change->cluster).name},
                     {"op", change->inserted ? "INSERT" : "UPDATE"},
                     {"ref", "spiffe://" + inputs_.plan.trust_domain},
                     {"seq", change->sequence},
                     {"roots", ordered_json::array()},
                     {"keys", ordered_json::array()}};
    for (const BundleRecord& record : list) {
      if (record.key.type == KeyType::x509) {
        row["roots"].push_back(name(record.key));
        continue;
      }
      ordered_json key{{"kid", name(record.key)}, {"not_after", unix_seconds(record.not_after)}};
      if (record.tainted) key["tainted"] = true;
      row[record.key.type == KeyType::jwt ? "keys" : "wit_keys"].push_back(std::move(key));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

ordered_json PredictedRows::entry(const history::JournalEntry& entry) const {
  return {{"slot", word_for(entry.slot)},
          {"issued_at", unix_seconds(entry.issued_at)},
          {"not_after", unix_seconds(entry.not_after)},
          {"status", word_for(entry.status)},
          {entry.key.type == KeyType::x509 ? "authority_id" : "kid", name(entry.key)}};
}

PredictedRows::Rows PredictedRows::journals() const {
  Rows rows;
  for (const Event& event : predicted_.events) {
    const auto* const saved = std::get_if<history::JournalSaved>(&event.what);
    if (saved == nullptr) continue;
    const history::Server& server = predicted_.topology.at(saved->server);
    std::string reference = std::to_string(saved->row);
    if (saved->active_authority.exists()) reference += ' ' + name(saved->active_authority);
    ordered_json row{{"t", seconds(event.at)},
                     {"cluster", predicted_.topology.at(server.cluster).name},
                     {"op", saved->inserted ? "INSERT" : "UPDATE"},
                     {"ref", std::move(reference)},
                     {"x509", ordered_json::array()},
                     {"jwt", ordered_json::array()}};
    for (const auto& each : saved->x509) row["x509"].push_back(entry(each));
    for (const auto& each : saved->jwt) row["jwt"].push_back(entry(each));
    for (const auto& each : saved->wit) row["wit"].push_back(entry(each));
    rows.push_back(std::move(row));
  }
  return rows;
}

PredictedRows::Rows PredictedRows::kms() const {
  Rows rows;
  for (const Event& event : predicted_.events) {
    const auto* const called = std::get_if<history::KmsCalled>(&event.what);
    // STS is another service, whose calls recordings do not show.
    if (called == nullptr || called->call == "GetCallerIdentity") continue;
    const std::string who = dashed(predicted_.topology.at(called->server).name);
    rows.push_back(
        {{"t", seconds(event.at - called->took)},
         {"ms", std::chrono::round<std::chrono::milliseconds>(called->took).count()},
         {"who", who},
         {"call", called->call.text()},
         {"status", called->status},
         {"key", called->key.exists() ? to_string(predicted_.topology, called->key) : ""},
         {"alias", called->slot.empty() ? "" : who + '/' + called->slot.text()}});
  }
  // By their beginnings, as recordings have them: calls that overlap may end the other way round.
  std::ranges::stable_sort(rows, {},
                           [](const ordered_json& row) { return row["t"].get<double>(); });
  return rows;
}

PredictedRows::Rows PredictedRows::processes() const {
  Rows rows;
  const auto add = [&](const Event& event, const char* what, history::ServerId server) {
    rows.push_back(
        {{"t", seconds(event.at)}, {"ev", what}, {"who", predicted_.topology.at(server).name}});
  };
  std::map<history::ClusterId, std::vector<history::Key>> lists;
  std::map<history::ServerId, bool> listening;
  for (const Event& event : predicted_.events) {
    if (const auto* const spawned = std::get_if<history::ServerSpawned>(&event.what)) {
      add(event, "spawned", spawned->server);
    } else if (const auto* const listens = std::get_if<history::ServerListening>(&event.what)) {
      listening[listens->server] = true;
      add(event, "healthy", listens->server);
    } else if (const auto* const ended = std::get_if<history::ServerEnded>(&event.what)) {
      if (!listening[ended->server]) add(event, "unhealthy", ended->server);
      listening[ended->server] = false;
      add(event, "ended", ended->server);
      rows.back()["code"] = ended->by_itself ? 1 : 0;
    } else if (const auto* const change = std::get_if<history::BundleChanged>(&event.what)) {
      std::vector<history::Key>& list = lists[change->cluster];
      for (const BundleRecord& record : change->removed) std::erase(list, record.key);
      for (const BundleRecord& record : change->added) {
        if (record.key.type == KeyType::jwt) list.push_back(record.key);
      }
    } else if (std::holds_alternative<history::HistoryEnded>(event.what)) {
      for (const auto& [server, listens_now] : listening) {
        if (!listens_now) continue;
        add(event, "bundle_show", server);
        std::vector<std::string> kids;
        for (const history::Key& key : lists[predicted_.topology.at(server).cluster]) {
          kids.push_back(name(key));
        }
        std::ranges::sort(kids);
        rows.back()["kids"] = std::move(kids);
      }
    }
  }
  return rows;
}

PredictedRows::Rows PredictedRows::verdicts(const std::vector<VerdictQuestion>& questions) const {
  Rows rows;
  VerdictOracle oracle{predicted_};
  for (const VerdictQuestion& question : questions) {
    oracle.advance(question.at);
    const history::Key key = oracle.key_of(question.signer);
    // Who does not sign is not asked, and an agent that does not run has no verdict.
    if (!key.exists() || !oracle.runs(question.verifier)) continue;
    const history::Observer& verifier = predicted_.topology.at(question.verifier);
    const bool accepted = oracle.has(question.verifier, key);
    rows.push_back({{"t", seconds(question.at)},
                    {"t_end", seconds(question.at)},
                    {"signer", predicted_.topology.at(question.signer).name},
                    {"kid", name(key)},
                    {"verifier", predicted_.topology.at(verifier.cluster).name},
                    {"ok", accepted}});
    if (accepted) continue;
    rows.back()["why"] = "SVID is not valid: public key \"" + name(key) +
                         "\" not found in trust domain \"" + inputs_.plan.trust_domain + '"';
  }
  return rows;
}

PredictedRows::Rows PredictedRows::key_sets() const {
  Rows rows;
  std::map<history::ObserverId, std::vector<history::Key>> sets;
  for (const Event& event : predicted_.events) {
    const auto* const change = std::get_if<history::KeySetChanged>(&event.what);
    if (change == nullptr) continue;
    const history::Observer& observer = predicted_.topology.at(change->observer);
    if (observer.kind != history::ObserverKind::discovery_provider) continue;
    std::vector<history::Key>& set = sets[change->observer];
    for (const history::Key& key : change->removed) std::erase(set, key);
    set.insert(set.end(), change->added.begin(), change->added.end());
    ordered_json kids = ordered_json::array();
    for (const history::Key& key : set) kids.push_back(name(key));
    rows.push_back({{"t", seconds(event.at)},
                    {"server", predicted_.topology.at(observer.server).name},
                    {"status", 200},
                    {"kids", std::move(kids)}});
  }
  return rows;
}

}  // namespace spindrift::analysis
