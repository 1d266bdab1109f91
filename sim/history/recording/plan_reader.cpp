#include "sim/history/recording/plan_reader.hpp"

#include <algorithm>
#include <array>

#include "sim/history/nearest_name.hpp"
#include "sim/history/recording/go_duration.hpp"

namespace spindrift::history {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::array<std::string_view, 16> action_names{
    "restart",    "replace",   "stop",  "start",  "kill",    "crash_restart",
    "crash_loop", "lose_disk", "pause", "resume", "db_lock", "db_down",
    "prepare",    "activate",  "taint", "revoke"};
constexpr std::array<std::string_view, 4> key_managers{"disk", "memory", "aws_kms_file",
                                                       "aws_kms_value"};

/// The word of that member, which has to be one of `allowed`.
std::string one_of(RowReader& object, std::string_view name,
                   const std::vector<std::string>& allowed) {
  std::string word = object.text(name);
  if (word.empty() || std::ranges::find(allowed, word) != allowed.end()) return word;
  const std::string nearest = nearest_name(word, allowed);
  std::string message = "expected one of";
  for (const std::string& each : allowed) message += " \"" + each + "\"";
  message += ", found \"" + word + "\"";
  if (!nearest.empty()) message += "; did you mean \"" + nearest + "\"?";
  object.complain(name, message);
  return word;
}

RecordedCluster read_cluster(RowReader& object) {
  RecordedCluster cluster;
  cluster.name = object.text("name");
  cluster.upstream = object.text_or("upstream", "");
  const std::int64_t servers = object.whole("servers");
  constexpr std::int64_t most = 10'000;  // guards memory against a broken file
  if (servers < 1 || servers > most) object.complain("servers", "expected 1 to 10000 servers");
  cluster.servers = static_cast<std::size_t>(std::clamp<std::int64_t>(servers, 0, most));
  return cluster;
}

RecordedAction read_action(RowReader& object) {
  RecordedAction action;
  action.at = object.seconds("at");
  action.what = one_of(object, "do", {action_names.begin(), action_names.end()});
  action.who = object.text("who");
  action.version = object.text_or("version", "");
  action.lasts = object.seconds_or("for_s", {});
  action.table = object.text_or("table", "");
  if (object.has("back_off_s")) action.back_off = object.spans("back_off_s");
  return action;
}

RecordedOutage read_outage(RowReader& object) {
  RecordedOutage outage;
  outage.call = object.text("call");
  outage.from = object.seconds("from");
  outage.to = object.seconds("to");
  outage.error = object.text("error");
  return outage;
}

}  // namespace

RecordedPlan read_plan(RowReader& object) {
  RecordedPlan plan;
  plan.name = object.text("name");
  plan.version = object.text("spire_version");
  const std::string ca_ttl = object.text("ca_ttl");
  if (const auto span = parse_go_duration(ca_ttl)) {
    plan.ca_ttl = *span;
  } else if (!ca_ttl.empty()) {
    object.complain("ca_ttl",
                    "expected a time such as \"12m\" or \"24h\", found \"" + ca_ttl + '"');
  }
  plan.key_manager = one_of(object, "key_manager", {key_managers.begin(), key_managers.end()});
  object.each("clusters", [&](RowReader& row) { plan.clusters.push_back(read_cluster(row)); });
  object.each("actions", [&](RowReader& row) { plan.actions.push_back(read_action(row)); });
  plan.until = object.seconds("until");
  plan.together = object.truth_or("together", false);
  plan.trust_domain = object.text_or("td", plan.trust_domain);
  if (object.has("verify_every_s")) plan.verify_every = object.seconds("verify_every_s");
  plan.discovery_at = object.text_or("discovery_at", "");
  object.each_span("kms_latency_ms", milliseconds{1},
                   [&](const std::string& call, auto span) { plan.kms_latency[call] = span; });
  object.each("kms_fail", [&](RowReader& row) { plan.kms_outages.push_back(read_outage(row)); });
  object.each_span("shortened", seconds{1}, [&](const std::string& constant, auto span) {
    plan.shortened[constant] = span;
  });
  const kernel::Duration start = object.seconds("t0_unix");
  plan.start_seconds = std::chrono::floor<seconds>(start).count();
  plan.start_fraction = start - std::chrono::floor<seconds>(start);
  return plan;
}

}  // namespace spindrift::history
