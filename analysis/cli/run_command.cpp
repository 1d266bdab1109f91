#include <memory>

#include <nlohmann/json.hpp>

#include "analysis/cli/all_commands.hpp"
#include "analysis/cli/run_report.hpp"
#include "analysis/cli/scenario_options.hpp"
#include "sim/history/json_lines.hpp"

namespace spindrift::cli {
namespace {

struct RunOptions {
  std::string scenario;
  ScenarioOptions common;
  std::string format = "text";
  std::string history_path;
};

ExitCode run(const RunOptions& options, const Console& console) {
  const ScenarioFiles files;
  const auto scenario =
      load_or_complain(files.scenario(options.scenario), options.common.overrides(files), console);
  if (!scenario) return ExitCode::cannot;

  std::unique_ptr<history::JsonLinesWriter> writer;
  if (!options.history_path.empty()) {
    writer = std::make_unique<history::JsonLinesWriter>(
        options.history_path, history::HistoryHeader{scenario->name, scenario->seed});
  }
  const RunResult result =
      simulate(*scenario,
               {.oracle = options.common.oracle, .also_show = writer.get(), .progress = &console});
  if (writer) writer->commit();
  const std::string as_typed = quoted_for_shell(options.scenario) + options.common.as_typed();
  console.result(options.format == "json" ? run_as_json(*scenario, result).dump(2) + '\n'
                                          : run_as_text(*scenario, result, as_typed, console));
  return result.all_hold() ? ExitCode::fine : ExitCode::does_not_hold;
}

}  // namespace

void add_run(Commands& commands) {
  const auto options = std::make_shared<RunOptions>();
  CommandOptions command =
      commands.add("run", "Simulate a scenario and tell who misses which keys",
                   "  The rolling restart of issue 6083:\n"
                   "    spindrift run 6083-production\n"
                   "  With another version, for a program to read:\n"
                   "    spindrift run 6083-production --set version=1.12.4 --format json\n"
                   "  And keep all that happened:\n"
                   "    spindrift run scenarios/incidents/6083-dev.json --history dev.jsonl\n",
                   [options](const Console& console) { return run(*options, console); });
  command.add_option("scenario", options->scenario, "Path or name of a scenario").required();
  options->common.add_to(command);
  command.add_option("--format", options->format, "text, or json for programs")
      .one_of({"text", "json"})
      .show_default();
  command
      .add_option("--history", options->history_path,
                  "Write all events to this file, as JSON lines")
      .type_name("FILE");
}

}  // namespace spindrift::cli
