#include "bench/fleet_workloads.hpp"

#include <sstream>
#include <stdexcept>

#include "analysis/observation.hpp"
#include "sim/history/digest.hpp"
#include "sim/history/json_lines.hpp"
#include "sim/model/simulation.hpp"
#include "sim/scenario/scenario.hpp"

namespace spindrift::bench {
namespace {

/// Counts what happens.
class Counter final : public history::EventSink {
 public:
  explicit Counter(FleetCounts& counts) : counts_{counts} {}
  void begin(const history::Topology&) override {}
  void on_event(const history::Event& event) override {
    if (const auto* const change = std::get_if<history::BundleChanged>(&event.what)) {
      count(change->added);
      count(change->removed);
    } else if (const auto* const made = std::get_if<history::KeyPrepared>(&event.what)) {
      counts_.keys += made->key.type == history::KeyType::jwt ? 1 : 0;
    } else if (std::holds_alternative<history::ServerSpawned>(event.what)) {
      ++counts_.starts;
    }
  }

 private:
  void count(const std::vector<history::BundleRecord>& records) {
    for (const history::BundleRecord& record : records) {
      counts_.key_transitions += record.key.type == history::KeyType::jwt ? 1 : 0;
    }
  }
  FleetCounts& counts_;
};

scenario::Scenario scenario_of(const FleetShape& shape) {
  auto loaded = scenario::load_text(fleet_scenario(shape), "fleet");
  auto* const whole = std::get_if<scenario::Scenario>(&loaded);
  if (whole == nullptr) throw std::logic_error{"the fleet's scenario is not valid"};
  return std::move(*whole);
}

history::History history_of(const FleetShape& shape) {
  const scenario::Scenario scenario = scenario_of(shape);
  history::History history;
  history::HistoryBuilder builder{history};
  model::run(scenario.deployment, scenario.seed, {}, builder);
  return history;
}

std::uint64_t write_history(std::uint64_t hours) {
  const history::History history = history_of({.clusters = 5, .hours = 24});
  std::uint64_t written = 0;
  std::uint64_t bytes = 0;
  for (std::uint64_t hour = 0; hour < hours; ++hour) {
    for (const history::Event& event : history.events) {
      bytes += history::event_line(history.topology, event).size();
      ++written;
    }
  }
  return bytes > 0 ? written : 0;
}

std::uint64_t digest_history(std::uint64_t times) {
  const history::History history = history_of({.clusters = 5, .hours = 24});
  std::uint64_t seen = 0;
  for (std::uint64_t time = 0; time < times; ++time) {
    history::Digest digest;
    history::replay(history, digest);
    seen += digest.hex().empty() ? 0 : history.events.size();
  }
  return seen;
}

std::uint64_t read_scenarios(std::uint64_t times) {
  std::uint64_t read = 0;
  for (std::uint64_t time = 0; time < times; ++time) {
    read += scenario_of({.restarts = 1}).deployment.topology.clusters.empty() ? 0U : 1U;
  }
  return read;
}

}  // namespace

std::string fleet_scenario(const FleetShape& shape) {
  std::ostringstream text;
  text << R"({"version": "1.12.4", "ca_ttl": "24h", "key_manager": {"kind": "disk"},)"
       << R"( "machine": {"process_start": "50ms", "until_listening": "10ms"},)"
       << R"( "network": {"connection_idle_close": "0s"}, "first_starts": {"gap": "0s"},)"
       << R"( "until": ")" << shape.hours << R"(h", "plan": [)";
  for (std::uint32_t restart = 0; restart < shape.restarts; ++restart) {
    text << (restart == 0 ? "" : ", ") << R"({"at": ")" << 1 + 6 * restart
         << R"(h", "do": "roll", "who": "*/*", "how": "restart", "wait": "health"})";
  }
  text << R"(], "clusters": [{"name": "level-1", "servers": )" << shape.servers << '}';
  std::uint32_t left = shape.clusters - 1;
  for (std::uint32_t level = 2; level <= shape.levels && left > 0; ++level) {
    // All but the last level are one cluster, so that each key goes down through all of them.
    const std::uint32_t here = level == shape.levels ? left : 1;
    text << R"(, {"name": "level-)" << level << (level == shape.levels ? "-{1.." : "");
    if (level == shape.levels) text << here << '}';
    text << R"(", "upstream": "level-)" << level - 1 << R"(", "servers": )" << shape.servers << '}';
    left -= here;
  }
  text << "]}";
  return text.str();
}

FleetCounts run_fleet(const FleetShape& shape, bool oracle) {
  const scenario::Scenario scenario = scenario_of(shape);
  FleetCounts counts;
  Counter counter{counts};
  analysis::Observation observation;
  history::Fanout sinks;
  sinks.add(counter);
  sinks.add(observation);
  const model::RunSummary summary =
      model::run(scenario.deployment, scenario.seed, {.oracle = oracle}, sinks);
  counts.history_events = summary.history_events;
  counts.kernel_events = summary.kernel_events;
  return counts;
}

std::uint64_t run_named(std::string_view name, std::uint64_t size) {
  const auto hours = static_cast<std::uint32_t>(size);
  if (name == "fleet-key-transition") return run_fleet({.hours = hours}).key_transitions;
  if (name == "one-rotation") return run_fleet({.clusters = 1, .levels = 1, .hours = hours}).keys;
  if (name == "publication-4-levels") {
    return run_fleet({.clusters = 4, .servers = 1, .levels = 4, .hours = hours}).keys;
  }
  if (name == "rolling-restart") {
    return run_fleet({.clusters = 10, .hours = 12 * 6, .restarts = hours}).starts;
  }
  if (name == "history-writing") return write_history(size);
  if (name == "history-digest") return digest_history(size);
  if (name == "scenario-reading") return read_scenarios(size);
  return 0;
}

}  // namespace spindrift::bench
