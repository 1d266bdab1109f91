#include "sim/recording/recording.hpp"

#include <algorithm>
#include <map>

#include "sim/recording/inputs.hpp"
#include "sim/recording/tables.hpp"

namespace spindrift::recording {

using history::BundleRecord;
using history::ClusterId;
using history::Key;
using history::KeyType;
using history::ServerId;

namespace {

/// Turns the tables into events, in the order of their times.
class HistoryReader {
 public:
  HistoryReader(const Tables& tables, const history::Topology& topology)
      : tables_{tables}, topology_{topology} {}

  history::History read() {
    read_makers();
    read_bundles();
    read_processes();
    std::stable_sort(events_.begin(), events_.end(),
                     [](const auto& left, const auto& right) { return left.at < right.at; });
    history::History history;
    history.topology = topology_;
    history.events = std::move(events_);
    std::uint64_t number = 0;
    for (history::Event& event : history.events) event.id = history::EventId{++number};
    return history;
  }

 private:
  void add(kernel::Time at, history::Payload what) {
    history::Event event;
    event.at = at;
    event.what = std::move(what);
    events_.push_back(std::move(event));
  }

  /// Who made which key: the servers say so in their logs. A key whose preparation failed after it
  /// was published is said to be prepared by nobody; it then belongs to who tried at that time.
  void read_makers() {
    std::map<std::string, bool> prepared;
    for (const Json& row : tables_.servers) {
      const std::string message = text_of(row, "msg");
      if (message == "JWT key prepared") maker_[text_of(row, "local_authority_id")] = server(row);
      if (message == "Preparing JWT key") attempts_.emplace_back(time_of(row), server(row));
    }
  }

  [[nodiscard]] ServerId server(const Json& row) const {
    return topology_.find_server(text_of(row, "who"));
  }

  Key key_of(const std::string& id, kernel::Time at) {
    const auto known = keys_.find(id);
    if (known != keys_.end()) return known->second;
    ServerId maker = ServerId::none;
    const auto said = maker_.find(id);
    if (said != maker_.end()) {
      maker = said->second;
    } else {
      for (const auto& [tried_at, who] : attempts_) {
        if (tried_at <= at) maker = who;
      }
    }
    const Key key{maker, KeyType::jwt, ++made_[maker]};
    keys_[id] = key;
    return key;
  }

  void read_bundles() {
    std::map<ClusterId, std::vector<BundleRecord>> lists;
    for (const Json& row : tables_.bundles) {
      const kernel::Time at = time_of(row);
      const ClusterId cluster = topology_.find_cluster(text_of(row, "cluster"));
      std::vector<BundleRecord> now;
      if (const Json* const keys = row.find("keys")) {
        for (const Json::Member& own : keys->members) {
          BundleRecord record;
          record.key = key_of(text_of(own.value, "kid"), at);
          record.not_after = kernel::Time{
              seconds(number_of(own.value, "not_after") - number_of(tables_.plan, "t0_unix"))};
          const Json* const tainted = own.value.find("tainted");
          record.tainted = tainted != nullptr && tainted->text == "true";
          now.push_back(record);
        }
      }
      auto& before = lists[cluster];
      const auto missing_in = [](const auto& list) {
        return [&list](const BundleRecord& record) {
          return std::find(list.begin(), list.end(), record) == list.end();
        };
      };
      history::BundleChanged change;
      change.cluster = cluster;
      change.sequence = static_cast<std::uint64_t>(number_of(row, "seq"));
      change.inserted = text_of(row, "op") == "INSERT";
      std::copy_if(now.begin(), now.end(), std::back_inserter(change.added), missing_in(before));
      std::copy_if(before.begin(), before.end(), std::back_inserter(change.removed),
                   missing_in(now));
      before = std::move(now);
      add(at, std::move(change));
    }
  }

  void read_processes() {
    std::map<std::string, kernel::Time> acted_on;
    for (const Json& row : tables_.processes) {
      const std::string event = text_of(row, "ev");
      const kernel::Time at = time_of(row);
      if (event == "recording_ends") {
        add(at, history::HistoryEnded{});
        return;
      }
      if (event == "action") acted_on[text_of(row, "who")] = at;
      const ServerId id = server(row);
      if (event == "action") {
        add(at, history::ActionTaken{text_of(row, "do"),
                                     id,
                                     topology_.find_cluster(text_of(row, "who")),
                                     history::ObserverId::none,
                                     {}});
      }
      if (id == ServerId::none) continue;
      if (event == "spawned") add(at, history::ServerSpawned{id, {}});
      if (event == "healthy") add(at, history::ServerListening{id});
      if (event == "ended") {
        const bool failed = number_of(row, "code") > 0;
        add(at, history::ServerEnded{id, failed, failed ? "exit code 1" : "stopped"});
      }
    }
  }

  const Tables& tables_;
  const history::Topology& topology_;
  std::vector<history::Event> events_;
  std::map<std::string, ServerId> maker_;
  std::vector<std::pair<kernel::Time, ServerId>> attempts_;
  std::map<std::string, Key> keys_;
  std::map<ServerId, std::uint32_t> made_;
};

}  // namespace

Read read_recording(const std::string& folder) {
  scenario::Problems problems;
  const Tables tables = read_tables(folder, problems);
  if (!problems.empty()) return problems;
  Recording recording;
  recording.inputs = read_inputs(tables, problems);
  if (!problems.empty()) return problems;
  recording.name = text_of(tables.plan, "name");
  recording.history = HistoryReader{tables, recording.inputs.topology}.read();
  recording.history.scenario = recording.name;
  return recording;
}

}  // namespace spindrift::recording
