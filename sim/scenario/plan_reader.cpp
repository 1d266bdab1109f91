#include <algorithm>

#include <fmt/format.h>

#include "sim/history/nearest_name.hpp"
#include "sim/scenario/deployment_reader.hpp"
#include "sim/scenario/fields.hpp"
#include "sim/scenario/limits.hpp"
#include "sim/scenario/pattern.hpp"

namespace spindrift::scenario {

using history::ClusterId;
using history::ServerId;
using model::ActionKind;

// ---------------------------------------------------------------- whom

std::vector<const Json*> DeploymentReader::texts(const Json* json, const std::string& pointer) {
  if (json == nullptr) return {};
  if (json->kind == Json::Kind::string) return {json};
  std::vector<const Json*> found;
  if (!problems_.expect(*json, Json::Kind::array, pointer)) return {};
  for (const Json::Member& element : json->members) {
    if (problems_.expect(element.value, Json::Kind::string, pointer)) {
      found.push_back(&element.value);
    }
  }
  return found;
}

void DeploymentReader::nobody(const Json& json, const std::string& pointer, bool among_servers) {
  std::vector<std::string> known;
  for (const auto& cluster : deployment_.topology.clusters) known.push_back(cluster.name);
  if (among_servers) {
    for (const auto& server : deployment_.topology.servers) known.push_back(server.name);
  }
  const std::string nearest = history::nearest_name(json.text, known);
  problems_.fail(json, pointer,
                 fmt::format("\"{}\" names no {}{}", json.text,
                             among_servers ? "server or cluster" : "cluster",
                             nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
}

std::vector<ServerId> DeploymentReader::servers(const Json* json, const std::string& pointer) {
  std::vector<ServerId> found;
  const history::Topology& topology = deployment_.topology;
  for (const Json* const text : texts(json, pointer)) {
    const std::size_t before = found.size();
    for (const Expansion& expansion : expand(text->text, servers_max)) {
      const bool names_server = expansion.name.find('/') != std::string::npos;
      for (std::size_t place = 0; place < topology.servers.size(); ++place) {
        const history::Server& server = topology.servers[place];
        const std::string& name = names_server ? server.name : topology.at(server.cluster).name;
        if (!matches(expansion.name, name)) continue;
        const ServerId id{static_cast<std::uint32_t>(place)};
        if (std::find(found.begin(), found.end(), id) == found.end()) found.push_back(id);
      }
    }
    if (found.size() == before) nobody(*text, pointer, true);
  }
  return found;
}

std::vector<ClusterId> DeploymentReader::clusters(const Json* json, const std::string& pointer) {
  std::vector<ClusterId> found;
  const history::Topology& topology = deployment_.topology;
  for (const Json* const text : texts(json, pointer)) {
    const std::size_t before = found.size();
    for (const Expansion& expansion : expand(text->text, clusters_max)) {
      for (std::size_t place = 0; place < topology.clusters.size(); ++place) {
        if (!matches(expansion.name, topology.clusters[place].name)) continue;
        found.push_back(ClusterId{static_cast<std::uint32_t>(place)});
      }
    }
    if (found.size() == before) nobody(*text, pointer, false);
  }
  return found;
}

// ---------------------------------------------------------------- what

void DeploymentReader::read_plan(const Json* json) {
  if (json == nullptr || !problems_.expect(*json, Json::Kind::array, "/plan")) return;
  if (json->members.size() > actions_max) {
    problems_.fail(*json, "/plan", fmt::format("expected at most {} actions", actions_max));
    return;
  }
  for (std::size_t place = 0; place < json->members.size(); ++place) {
    read_action(json->members[place].value, "/plan/" + std::to_string(place));
  }
  std::stable_sort(deployment_.plan.begin(), deployment_.plan.end(),
                   [](const auto& left, const auto& right) { return left.at < right.at; });
}

void DeploymentReader::read_action(const Json& json, const std::string& pointer) {
  FieldReader fields{&json, pointer, reading_};
  model::Action action;
  for (const char* const needed : {"at", "do"}) {
    if (json.kind == Json::Kind::object && json.find(needed) == nullptr) {
      problems_.fail(json, pointer, fmt::format("\"{}\" is missing", needed));
    }
  }
  fields("at", action.at, "since the start of the scenario");
  fields("do", action.kind, "what is done");
  read_version(fields.member("version"), pointer + "/version", action.version);
  const Json* const who = fields.member("who");
  const bool cluster_wide =
      action.kind == ActionKind::database_lock || action.kind == ActionKind::database_down ||
      action.kind == ActionKind::agent_stop || action.kind == ActionKind::agent_start ||
      action.kind == ActionKind::clean_up;
  const bool is_for_all =
      action.kind == ActionKind::kms_fail || action.kind == ActionKind::clean_up;
  if (who == nullptr && !is_for_all) problems_.fail(json, pointer, "\"who\" is missing");
  if (action.kind == ActionKind::database_lock || action.kind == ActionKind::database_down ||
      action.kind == ActionKind::kms_fail) {
    fields("for", action.lasts, "how long it lasts");
  }
  if (action.kind == ActionKind::database_lock) fields("table", action.table, "what is held");
  if (action.kind == ActionKind::kms_fail) {
    action.kms_call = "*";
    action.kms_error = "ThrottlingException";
    fields("call", action.kms_call, "CreateKey …, or * for all");
    fields("error", action.kms_error, "");
  }
  if (action.kind == ActionKind::crash_loop) fields("back_off", action.back_off, "one a start");
  if (action.kind == ActionKind::clean_up) {
    fields("unsafe", action.unsafe, "also keys that may still sign");
    fields("every", action.every, "again and again; 0s: once");
  }
  if (action.kind == ActionKind::roll) {
    action.roll.servers = servers(who, pointer + "/who");
    read_roll(fields, pointer, action);
  } else if (cluster_wide) {
    const auto found = clusters(who, pointer + "/who");
    fields.finish();
    for (const ClusterId cluster : found) {
      action.cluster = cluster;
      deployment_.plan.push_back(action);
    }
    if (who == nullptr) deployment_.plan.push_back(action);
    return;
  } else {
    action.servers = servers(who, pointer + "/who");
    if (action.servers.empty() && !is_for_all) return;
  }
  fields.finish();
  deployment_.plan.push_back(std::move(action));
}

void DeploymentReader::read_roll(FieldReader& fields, const std::string& pointer,
                                 model::Action& action) {
  model::RollingRestart& roll = action.roll;
  roll.version = action.version;
  fields("batch", roll.batch_size, "servers at a time");
  fields("how", roll.how, "replace (disk lost), restart or crash_restart");
  fields("wait", roll.wait, "for what, before the next batch");
  fields("pause", roll.pause, "and so long after that");
  fields("cap", roll.cap, "longest wait for an acknowledgement");
  fields("key_limit", roll.key_limit, "wait while a restart could exceed this many keys");
  if (const Json* const second = fields.member("second_start")) {
    FieldReader own{second, pointer + "/second_start", reading_};
    kernel::Duration after{};
    own("after", after, "after the first start listens");
    roll.second_start = after;
    roll.second_start_only = servers(own.member("who"), pointer + "/second_start/who");
    own.finish();
  }
  if (const Json* const window = fields.member("window")) {
    FieldReader own{window, pointer + "/window", reading_};
    kernel::Duration from{};
    kernel::Duration to{};
    own("from", from, "time of day, such as 22h");
    own("to", to, "time of day");
    roll.window_begin = from;
    roll.window_end = to;
    own.finish();
    if (from >= std::chrono::hours{24} || to > std::chrono::hours{24} || from == to) {
      problems_.fail(*window, pointer + "/window", "expected two different times of day");
    }
  }
  if (roll.batch_size < 1) {
    problems_.fail(json_, pointer + "/batch", "expected at least 1 server at a time");
    roll.batch_size = 1;
  }
  if (roll.how != ActionKind::replace && roll.how != ActionKind::restart &&
      roll.how != ActionKind::crash_restart) {
    problems_.fail(json_, pointer + "/how", "expected replace, restart or crash_restart");
  }
}

// ---------------------------------------------------------------- expectations

void DeploymentReader::read_bound(FieldReader& fields, const std::string& name,
                                  const std::string& pointer, std::optional<double>& bound) {
  const Json* const json = fields.member(name);
  if (json == nullptr) return;
  if (json->kind == Json::Kind::string) {
    const auto duration = parse_duration(json->text);
    if (!duration) {
      problems_.fail(*json, pointer + "/" + name,
                     "expected a number or a duration, found \"" + json->text + "\"");
      return;
    }
    bound = std::chrono::duration<double>(*duration).count();
    return;
  }
  if (!problems_.expect(*json, Json::Kind::number, pointer + "/" + name)) return;
  double value = 0;
  const char* const end = json->text.data() + json->text.size();
  const auto [stopped, error] = std::from_chars(json->text.data(), end, value);
  if (error != std::errc{} || stopped != end) {
    problems_.fail(*json, pointer + "/" + name, "expected a number, found " + json->text);
    return;
  }
  bound = value;
}

void DeploymentReader::read_expectations(const Json* json) {
  if (json == nullptr || !problems_.expect(*json, Json::Kind::array, "/expect")) return;
  for (std::size_t place = 0; place < json->members.size(); ++place) {
    read_expectation(json->members[place].value, "/expect/" + std::to_string(place));
  }
}

void DeploymentReader::read_expectation(const Json& json, const std::string& pointer) {
  FieldReader fields{&json, pointer, reading_};
  Expectation claim;
  claim.position = json.position;
  claim.pointer = pointer;
  fields("metric", claim.metric, "what is looked at");
  const Json* const who = fields.member("clusters");
  claim.clusters = clusters(who, pointer + "/clusters");
  if (who == nullptr) {
    for (std::size_t place = 0; place < deployment_.topology.clusters.size(); ++place) {
      claim.clusters.push_back(ClusterId{static_cast<std::uint32_t>(place)});
    }
  }
  claim.made_by = clusters(fields.member("made_by"), pointer + "/made_by");
  if (const Json* const other = fields.member("same_as")) {
    const auto found = clusters(other, pointer + "/same_as");
    if (found.size() == 1) {
      claim.same_as = found.front();
    } else if (!found.empty()) {
      problems_.fail(*other, pointer + "/same_as", "expected the name of one cluster");
    }
  }
  read_bound(fields, "at_least", pointer, claim.at_least);
  read_bound(fields, "at_most", pointer, claim.at_most);
  std::optional<double> equals;
  read_bound(fields, "equals", pointer, equals);
  if (equals) {
    claim.at_least = equals;
    claim.at_most = equals;
  }
  fields("at", claim.at, "since the start; left out: at the end");
  fields("why", claim.why, "in your words");
  fields.finish();
  if (json.kind == Json::Kind::object && json.find("metric") == nullptr) {
    problems_.fail(json, pointer, "\"metric\" is missing");
  }
  if (!claim.at_least && !claim.at_most && !claim.same_as) {
    problems_.fail(json, pointer, "expected one of at_least, at_most, equals or same_as");
  }
  scenario_.expectations.push_back(std::move(claim));
}

}  // namespace spindrift::scenario
