#include <algorithm>
#include <memory>

#include <nlohmann/json.hpp>

#include "analysis/cli/all_commands.hpp"
#include "analysis/cli/explanation_json.hpp"
#include "analysis/cli/scenario_options.hpp"
#include "analysis/cli/simulate.hpp"
#include "analysis/explanation/explanation.hpp"
#include "sim/history/json_lines.hpp"
#include "sim/history/nearest_name.hpp"

namespace spindrift::cli {
namespace {

struct ExplainOptions {
  std::string source;
  ScenarioOptions common;
  std::string format = "text";
  std::string cluster;
  std::string key;
};

/// The history in that file, or of a run of that scenario; empty after problems were told.
std::optional<history::History> history_of(const ExplainOptions& options, const Console& console) {
  if (options.source.ends_with(".jsonl")) return history::read_history(options.source);
  const ScenarioFiles files;
  const auto scenario =
      load_or_complain(files.scenario(options.source), options.common.overrides(files), console);
  if (!scenario) return {};
  history::History history;
  history::HistoryBuilder builder{history};
  static_cast<void>(simulate(
      *scenario, {.oracle = options.common.oracle, .also_show = &builder, .progress = &console}));
  history.scenario = scenario->name;
  history.seed = scenario->seed;
  return history;
}

analysis::ExplanationFilter filter_of(const ExplainOptions& options,
                                      const history::Topology& topology) {
  analysis::ExplanationFilter filter;
  if (!options.cluster.empty()) {
    filter.cluster = topology.find_cluster(options.cluster);
    if (*filter.cluster == history::ClusterId::none) {
      std::vector<std::string> names;
      for (const history::Cluster& each : topology.clusters) names.push_back(each.name);
      const std::string nearest = history::nearest_name(options.cluster, names);
      throw UsageError{"--cluster " + options.cluster + ": no such cluster" +
                       (nearest.empty() ? "" : "; did you mean '" + nearest + "'?")};
    }
  }
  if (!options.key.empty()) {
    filter.key = parse_key(topology, options.key);
    if (!filter.key->exists()) {
      throw UsageError{
          "--key " + options.key +
          ": names no key: expected the name of its maker, # and a number, as in A/1#3"};
    }
  }
  return filter;
}

ExitCode explain(const ExplainOptions& options, const Console& console) {
  const auto history = history_of(options, console);
  if (!history) return ExitCode::cannot;
  const analysis::Explanation explanation =
      analysis::explain(*history, filter_of(options, history->topology));
  console.result(options.format == "json"
                     ? explanation_as_json(history->topology, explanation).dump(2) + '\n'
                     : to_text(history->topology, explanation));
  return ExitCode::fine;
}

}  // namespace

void add_explain(Commands& commands) {
  const auto options = std::make_shared<ExplainOptions>();
  CommandOptions command =
      commands.add("explain", "Tell why clusters miss keys, from cause to cause",
                   "  Why three regions of issue 6083 had five keys less:\n"
                   "    spindrift explain 6083-production\n"
                   "  One key in one cluster:\n"
                   "    spindrift explain 6083-dev --cluster B --key A/1#2\n"
                   "  A history that was kept before:\n"
                   "    spindrift explain dev.jsonl\n",
                   [options](const Console& console) { return explain(*options, console); });
  command
      .add_option("scenario", options->source,
                  "Path or name of a scenario, or a history file (.jsonl)")
      .required();
  command.add_option("--cluster", options->cluster, "Only what this cluster missed");
  command.add_option("--key", options->key, "Only this key, as in A/1#3");
  options->common.add_to(command);
  command.add_option("--format", options->format, "text, or json for programs")
      .one_of({"text", "json"})
      .show_default();
}

}  // namespace spindrift::cli
