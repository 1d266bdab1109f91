#include <memory>
#include <thread>

#include <nlohmann/json.hpp>

#include "analysis/cli/all_commands.hpp"
#include "analysis/cli/propagation_report.hpp"
#include "analysis/cli/scenario_options.hpp"
#include "sim/history/output_file.hpp"
#include "sim/scenario/duration_text.hpp"

namespace spindrift::cli {
namespace {

struct PropagationCommand {
  std::string scenario;
  ScenarioOptions common;
  std::string vary;
  std::string from;
  std::string until;
  std::string format = "text";
  std::string plot_path;
  std::size_t replications = 1;
  unsigned int jobs = std::max(1U, std::thread::hardware_concurrency());
};

kernel::Duration moment(const std::string& option, const std::string& text) {
  const auto moment = scenario::parse_duration(text);
  if (!moment) {
    throw UsageError{option + " " + text + ": this is no moment such as 90m or 1d12h"};
  }
  return *moment;
}

/// The scenario once for each value; nothing when a problem was told.
std::optional<std::vector<PropagationCell>> cells_of(const PropagationCommand& options,
                                                     const Variation& variation,
                                                     const Console& console) {
  const ScenarioFiles files;
  const std::string path = files.scenario(options.scenario);
  const scenario::Overrides common = options.common.overrides(files);
  std::vector<PropagationCell> cells;
  const std::vector<std::string> values =
      variation.path.empty() ? std::vector<std::string>{""} : variation.values;
  for (const std::string& value : values) {
    scenario::Overrides overrides = common;
    if (!variation.path.empty()) overrides.sets.push_back(variation.path + "=" + value);
    auto scenario = load_or_complain(path, overrides, console);
    if (!scenario) return std::nullopt;
    cells.push_back({value, std::move(*scenario), {}});
  }
  return cells;
}

ExitCode propagate(const PropagationCommand& options, const Console& console) {
  PropagationReport report;
  if (!options.vary.empty()) report.variation = parse_variation(options.vary);
  report.runs = {options.replications, options.jobs, {}, {}, options.common.oracle};
  if (!options.from.empty()) report.runs.from = moment("--from", options.from);
  if (!options.until.empty()) report.runs.until = moment("--until", options.until);
  auto cells = cells_of(options, report.variation, console);
  if (!cells) return ExitCode::cannot;
  report.cells = std::move(*cells);
  run_propagation(report.cells, report.runs, console);
  for (const PropagationCell& cell : report.cells) {
    report.places.push_back(analysis::summaries_of(cell.result));
  }
  if (!options.plot_path.empty()) {
    history::OutputFile file{options.plot_path};
    file.write(propagation_as_svg(report));
    file.commit();
  }
  if (options.format == "json") {
    console.result(propagation_as_json(report).dump(2) + '\n');
  } else if (options.format == "csv") {
    console.result(propagation_as_csv(report));
  } else {
    console.result(propagation_as_text(report, console));
  }
  return ExitCode::fine;
}

constexpr const char* examples =
    "  How long until everybody has a new key, hop by hop, over 20 runs:\n"
    "    spindrift propagation propagation-three-levels --replications 20\n"
    "  How it grows with the poll interval, with a picture:\n"
    "    spindrift propagation propagation-three-levels --replications 5 \\\n"
    "      --vary behaviour.upstream_poll_interval=1s..10s/4 --plot poll.svg\n"
    "  When the root's bundle row is the bottleneck of a restart of 200 servers at once:\n"
    "    spindrift propagation propagation-restart-storm --from 1h --replications 5 \\\n"
    "      --vary clusters/root/datastore/commit=20ms..320ms/7 --plot knee.svg\n"
    "\nDelays are seconds. A key is begun when its server asks its key manager for it. Places with "
    "0\n"
    "hops get it by the publication itself; each hop is a cluster that polls the one above. "
    "`server`\n"
    "is the moment from which a server can no longer answer without the key. Theory is the sum of\n"
    "waits for clocks whose phases are as good as random (the first of several servers that poll\n"
    "side by side counts), without failures, queues and old copies in caches; the bound is the\n"
    "longest such sum, with old copies. `beyond`: how many came later than the bound.\n"
    "Old copies matter where many read one server in the seconds after a change: see `cache`.\n"
    "\nIn one run phases hardly change: a server polls every 5 s from the moment it started, and "
    "keys\n"
    "are made on a 10 s grid. So one run shows a few points of each distribution. Let starts "
    "differ\n"
    "(first_starts.spread) and use --replications, whose seeds are one above the other.\n";

}  // namespace

void add_propagation(Commands& commands) {
  const auto options = std::make_shared<PropagationCommand>();
  CommandOptions command = commands.add(
      "propagation", "Measure how new keys spread, hop by hop, beside what theory says", examples,
      [options](const Console& console) { return propagate(*options, console); });
  command.add_option("scenario", options->scenario, "Path or name of a scenario").required();
  options->common.add_to(command);
  command
      .add_option("--replications", options->replications,
                  "Runs, with seeds one above the other, told together")
      .type_name("N")
      .between(1U, 1'000'000U)
      .show_default();
  command
      .add_option("--vary", options->vary,
                  "Run with each of these values: PATH=A,B,C or PATH=LOW..HIGH/COUNT")
      .type_name("PATH=VALUES");
  command.add_option("--from", options->from, "Leave out keys that are begun before")
      .type_name("TIME");
  command.add_option("--until", options->until, "Leave out keys that are begun then or later")
      .type_name("TIME");
  command.add_option("--format", options->format, "text, or json or csv for programs")
      .one_of({"text", "json", "csv"})
      .show_default();
  command.add_option("--plot", options->plot_path, "Draw it into this file, as SVG")
      .type_name("FILE");
  command.add_option("--jobs", options->jobs, "Runs at the same time")
      .type_name("N")
      .between(1U, 1024U)
      .show_default();
}

}  // namespace spindrift::cli
