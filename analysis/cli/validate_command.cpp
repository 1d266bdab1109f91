#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/cli/all_commands.hpp"
#include "analysis/cli/scenario_options.hpp"

namespace spindrift::cli {
namespace {

struct ValidateOptions {
  std::vector<std::string> paths;
  ScenarioOptions common;
  std::string format = "text";
};

nlohmann::ordered_json as_json(const scenario::Problem& problem) {
  return {{"source", problem.position.source},
          {"line", problem.position.line},
          {"column", problem.position.column},
          {"pointer", problem.pointer},
          {"message", problem.message}};
}

ExitCode validate(const ValidateOptions& options, const Console& console) {
  const ScenarioFiles files;
  const scenario::Overrides overrides = options.common.overrides(files);
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  std::string text;
  bool is_right = true;
  for (const std::string& path : expand(files, options.paths)) {
    const scenario::Loaded loaded = scenario::load(path, overrides);
    if (std::holds_alternative<scenario::Scenario>(loaded)) {
      text += fmt::format("{}: right\n", path);
      continue;
    }
    is_right = false;
    for (const scenario::Problem& problem : std::get<scenario::Problems>(loaded)) {
      all.push_back(as_json(problem));
      if (options.format == "text") console.talk(to_string(problem) + '\n');
    }
  }
  console.result(options.format == "json" ? all.dump(2) + '\n' : text);
  return is_right ? ExitCode::fine : ExitCode::cannot;
}

}  // namespace

void add_validate(Commands& commands) {
  const auto options = std::make_shared<ValidateOptions>();
  CommandOptions command = commands.add(
      "validate", "Say all that is wrong with scenario files, and where, without running them",
      "  One file:\n"
      "    spindrift validate my-scenario.json\n"
      "  All files of a folder, for an editor:\n"
      "    spindrift validate scenarios --format json\n",
      [options](const Console& console) { return validate(*options, console); });
  command.add_option("path", options->paths, "Paths or names of scenarios, or folders").required();
  options->common.add_to(command);
  command.add_option("--format", options->format, "text, or json for programs")
      .one_of({"text", "json"})
      .show_default();
}

}  // namespace spindrift::cli
