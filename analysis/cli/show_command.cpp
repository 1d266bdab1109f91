#include <memory>

#include <nlohmann/json.hpp>

#include "analysis/cli/all_commands.hpp"
#include "analysis/cli/scenario_options.hpp"
#include "analysis/cli/table.hpp"

namespace spindrift::cli {
namespace {

struct ShowOptions {
  std::string scenario;
  ScenarioOptions common;
  std::string format = "text";
};

ExitCode show(const ShowOptions& options, const Console& console) {
  const ScenarioFiles files;
  const auto scenario =
      load_or_complain(files.scenario(options.scenario), options.common.overrides(files), console);
  if (!scenario) return ExitCode::cannot;
  if (options.format == "json") {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const scenario::Setting& each : scenario->settings) {
      all.push_back({{"pointer", each.pointer}, {"value", each.value}, {"origin", each.origin}});
    }
    console.result(all.dump(2) + '\n');
    return ExitCode::fine;
  }
  if (options.format == "scenario") {
    console.result(scenario->effective_text);
    return ExitCode::fine;
  }
  Table table{{{"value of"}, {"is"}, {"from"}}};
  for (const scenario::Setting& each : scenario->settings) {
    if (each.is_inherited) continue;  // it stands above, for all clusters
    table.add({each.pointer, each.value, each.origin});
  }
  console.result(table.text());
  return ExitCode::fine;
}

}  // namespace

void add_show(Commands& commands) {
  const auto options = std::make_shared<ShowOptions>();
  CommandOptions command =
      commands.add("show", "Print every value of a scenario, and where each comes from",
                   "  What 6083-production says, and what it leaves to defaults:\n"
                   "    spindrift show 6083-production\n"
                   "  What a strategy changes in it:\n"
                   "    spindrift show 6083-production --strategy hold-down\n",
                   [options](const Console& console) { return show(*options, console); });
  command.add_option("scenario", options->scenario, "Path or name of a scenario").required();
  options->common.add_to(command);
  command
      .add_option("--format", options->format,
                  "text, json for programs, or scenario: a file that says all of it")
      .one_of({"text", "json", "scenario"})
      .show_default();
}

}  // namespace spindrift::cli
