#include "sim/recording/inputs.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "sim/scenario/duration_text.hpp"

namespace spindrift::recording {

using history::ClusterId;
using history::ServerId;
using model::Action;
using model::ActionKind;
using namespace std::chrono_literals;

namespace {

/// Between two requests of one server to the recorded API, whatever it answers: the machine's.
constexpr kernel::Duration kms_request = 35ms;

/// Builds the inputs of one recording.
class InputReader {
 public:
  InputReader(const Tables& tables, scenario::Problems& problems)
      : tables_{tables}, problems_{problems} {}

  model::Deployment read() {
    read_clusters();
    if (!problems_.empty()) return std::move(inputs_);
    read_processes();
    read_kms_failures();
    std::stable_sort(inputs_.plan.begin(), inputs_.plan.end(),
                     [](const Action& left, const Action& right) { return left.at < right.at; });
    return std::move(inputs_);
  }

 private:
  void fail(const Json& json, std::string message) {
    problems_.push_back({json.position, "", std::move(message)});
  }

  [[nodiscard]] model::ClusterOptions options() {
    model::ClusterOptions options;
    const Json& plan = tables_.plan;
    options.version = text_of(plan, "spire_version");
    const auto behaviour = model::preset(options.version);
    const auto ca_ttl = scenario::parse_duration(text_of(plan, "ca_ttl"));
    if (!behaviour || !ca_ttl) {
      fail(plan, "expected spire_version and ca_ttl");
      return options;
    }
    options.behaviour = *behaviour;
    options.ca_ttl = *ca_ttl;
    options.default_x509_svid_ttl = 1min;
    options.default_jwt_svid_ttl = 30s;
    options.downstream_entry_ttl = 1h;
    if (const Json* const shortened = plan.find("shortened")) {
      model::Behaviour& own = options.behaviour;
      own.bundle_prune_interval =
          seconds(number_of(*shortened, "bundle_prune_interval_s",
                            std::chrono::duration<double>(own.bundle_prune_interval).count()));
      own.bundle_safety_threshold =
          seconds(number_of(*shortened, "bundle_safety_threshold_s",
                            std::chrono::duration<double>(own.bundle_safety_threshold).count()));
    }
    read_key_manager(options.key_manager);
    return options;
  }

  void read_key_manager(model::KeyManagerOptions& keys) {
    const std::string kind = text_of(tables_.plan, "key_manager");
    keys.kind = kind == "memory" ? model::KeyManagerKind::memory
                : kind == "disk" ? model::KeyManagerKind::disk
                                 : model::KeyManagerKind::aws_kms;
    keys.identity = kind == "aws_kms_value" ? model::KmsIdentity::value : model::KmsIdentity::file;
    keys.kms_call = model::always(kms_request);
    const Json* const latencies = tables_.plan.find("kms_latency_ms");
    if (latencies == nullptr) return;
    const auto added = [&](const Json& value) {
      double milliseconds = 0;
      std::from_chars(value.text.data(), value.text.data() + value.text.size(), milliseconds);
      return kms_request + seconds(milliseconds / 1e3);
    };
    for (const Json::Member& own : latencies->members) {
      if (own.name == "*") {
        keys.kms_call = model::always(added(own.value));
      } else {
        keys.kms_call_by_name[own.name] = model::always(added(own.value));
      }
    }
  }

  void read_clusters() {
    const Json* const clusters = tables_.plan.find("clusters");
    if (clusters == nullptr) return fail(tables_.plan, "\"clusters\" is missing");
    const model::ClusterOptions common = options();
    auto& topology = inputs_.topology;
    for (const Json::Member& own : clusters->members) {
      history::Cluster cluster;
      cluster.name = text_of(own.value, "name");
      const std::string upstream = text_of(own.value, "upstream");
      if (!upstream.empty()) cluster.upstream = topology.find_cluster(upstream);
      const ClusterId id{static_cast<std::uint32_t>(topology.clusters.size())};
      const auto servers = static_cast<int>(number_of(own.value, "servers", 1));
      for (int number = 1; number <= servers; ++number) {
        cluster.servers.push_back(ServerId{static_cast<std::uint32_t>(topology.servers.size())});
        topology.servers.push_back({cluster.name + "/" + std::to_string(number), id});
      }
      topology.clusters.push_back(cluster);
      inputs_.clusters.push_back(common);
    }
    for (std::size_t place = 0; place < topology.clusters.size(); ++place) {
      history::Observer agent;
      agent.name = "agent-" + topology.clusters[place].name;
      agent.cluster = ClusterId{static_cast<std::uint32_t>(place)};
      topology.observers.push_back(agent);
    }
    add_discovery_provider();
  }

  void add_discovery_provider() {
    const std::string at = text_of(tables_.plan, "discovery_at");
    if (at.empty()) return;
    model::DiscoveryProvider provider;
    provider.name = "oidc";
    provider.server = inputs_.topology.find_server(at);
    history::Observer observer;
    observer.name = provider.name;
    observer.kind = history::ObserverKind::discovery_provider;
    observer.server = provider.server;
    observer.cluster = inputs_.topology.at(provider.server).cluster;
    inputs_.topology.observers.push_back(observer);
    inputs_.providers.push_back(provider);
  }

  void read_processes() {
    std::map<std::string, double> acted_on;
    std::size_t actions = 0;
    for (const Json& row : tables_.processes) {
      const std::string event = text_of(row, "ev");
      const std::string who = text_of(row, "who");
      if (event == "recording_ends") inputs_.until = time_of(row) - kernel::Time{};
      if (event == "actions_from") actions_from_ = time_of(row) - kernel::Time{};
      if (event == "action") {
        read_action(row, actions++);
        // Whatever a loop of crashes starts follows from its back-off.
        acted_on[who] = text_of(row, "do") == "crash_loop" ? 1e9 : number_of(row, "t");
      }
      if (who.rfind("agent-", 0) == 0) read_agent(row, event, who.substr(6));
      const ServerId server = inputs_.topology.find_server(who);
      if (server == ServerId::none) continue;
      auto& lives = inputs_.recorded_lives[server];
      if (event == "spawned") {
        constexpr double soon = 5;
        const auto acted = acted_on.find(who);
        const bool by_itself = !lives.empty() && (acted == acted_on.end() ||
                                                  number_of(row, "t") > acted->second + soon);
        if (by_itself) add(ActionKind::start, time_of(row), {server});
        lives.push_back({time_of(row), std::nullopt});
      }
      if (event == "healthy" && !lives.empty()) lives.back().listening_at = time_of(row);
    }
  }

  Action& add(ActionKind kind, kernel::Time at, std::vector<ServerId> servers) {
    Action& action = inputs_.plan.emplace_back();
    action.kind = kind;
    action.at = at - kernel::Time{};
    action.servers = std::move(servers);
    return action;
  }

  void read_agent(const Json& row, const std::string& event, const std::string& cluster) {
    if (event != "spawned" && event != "ended") return;
    const bool starts = event == "spawned";
    // An agent first attests, then has its first bundle.
    const kernel::Time at = time_of(row) + (starts ? kernel::Duration{350ms} : kernel::Duration{});
    Action& action = add(starts ? ActionKind::agent_start : ActionKind::agent_stop, at, {});
    action.cluster = inputs_.topology.find_cluster(cluster);
  }

  void read_action(const Json& row, std::size_t place) {
    static const std::map<std::string, ActionKind> kinds{
        {"restart", ActionKind::restart},
        {"replace", ActionKind::replace},
        {"stop", ActionKind::stop},
        {"start", ActionKind::start},
        {"kill", ActionKind::kill},
        {"crash_restart", ActionKind::crash_restart},
        {"lose_disk", ActionKind::lose_disk},
        {"pause", ActionKind::pause},
        {"resume", ActionKind::resume},
        {"db_lock", ActionKind::database_lock},
        {"db_down", ActionKind::database_down},
        {"prepare", ActionKind::prepare},
        {"activate", ActionKind::activate},
        {"taint", ActionKind::taint},
        {"revoke", ActionKind::revoke},
        {"crash_loop", ActionKind::crash_loop}};
    const auto kind = kinds.find(text_of(row, "do"));
    if (kind == kinds.end()) return fail(row, "unknown action \"" + text_of(row, "do") + "\"");
    const std::string who = text_of(row, "who");
    Action& action = add(kind->second, time_of(row), {});
    const ServerId server = inputs_.topology.find_server(who);
    if (server != ServerId::none) action.servers.push_back(server);
    action.cluster = inputs_.topology.find_cluster(who);
    const Json* const planned = planned_action(place);
    if (planned == nullptr) return;
    action.version = text_of(*planned, "version");
    action.lasts = seconds(number_of(*planned, "for_s"));
    const std::string table = text_of(*planned, "table");
    if (table == "ca_journals") action.table = model::Table::ca_journals;
    if (table == "bundles") action.table = model::Table::bundles;
    if (const Json* const waits = planned->find("back_off_s")) {
      for (const Json::Member& wait : waits->members) {
        double count = 0;
        std::from_chars(wait.value.text.data(), wait.value.text.data() + wait.value.text.size(),
                        count);
        action.back_off.push_back(seconds(count));
      }
    }
  }

  /// Actions are carried out in the order of their planned times.
  const Json* planned_action(std::size_t place) {
    const Json* const actions = tables_.plan.find("actions");
    if (actions == nullptr) return nullptr;
    std::vector<const Json*> sorted;
    for (const Json::Member& action : actions->members) sorted.push_back(&action.value);
    std::stable_sort(sorted.begin(), sorted.end(), [](const Json* left, const Json* right) {
      return number_of(*left, "at") < number_of(*right, "at");
    });
    return place < sorted.size() ? sorted[place] : nullptr;
  }

  void read_kms_failures() {
    const Json* const failures = tables_.plan.find("kms_fail");
    if (failures == nullptr) return;
    for (const Json::Member& failure : failures->members) {
      const double from = number_of(failure.value, "from");
      Action& action = add(ActionKind::kms_fail, kernel::Time{actions_from_ + seconds(from)}, {});
      action.lasts = seconds(number_of(failure.value, "to") - from);
      action.kms_call = text_of(failure.value, "call");
      action.kms_error = text_of(failure.value, "error");
    }
  }

  const Tables& tables_;
  scenario::Problems& problems_;
  model::Deployment inputs_;
  kernel::Duration actions_from_{};
};

}  // namespace

model::Deployment read_inputs(const Tables& tables, scenario::Problems& problems) {
  return InputReader{tables, problems}.read();
}

}  // namespace spindrift::recording
