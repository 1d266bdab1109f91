#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/cli/all_commands.hpp"
#include "analysis/cli/scenario_files.hpp"
#include "analysis/cli/table.hpp"

namespace spindrift::cli {
namespace {

struct ListOptions {
  bool strategies = false;
  std::string format = "text";
};

ExitCode list(const ListOptions& options, const Console& console) {
  const ScenarioFiles files;
  const auto all = options.strategies ? files.strategies() : files.scenarios();
  if (all.empty()) {
    console.complain(
        fmt::format("no {} found; looked in {}", options.strategies ? "strategies" : "scenarios",
                    files.folders().empty() ? "./scenarios"
                                            : fmt::format("{}", fmt::join(files.folders(), ", "))));
  }
  if (options.format == "json") {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const scenario::Listed& each : all) {
      json.push_back({{"name", each.name}, {"path", each.path}, {"description", each.description}});
    }
    console.result(json.dump(2) + '\n');
    return ExitCode::fine;
  }
  Table table{{{"name"}, {"what it is"}}};
  for (const scenario::Listed& each : all) table.add({each.name, each.description});
  console.result(all.empty() ? "" : table.text());
  return ExitCode::fine;
}

}  // namespace

void add_list(Commands& commands) {
  const auto options = std::make_shared<ListOptions>();
  CommandOptions command =
      commands.add("list", "List the scenarios that can be named, or the strategies",
                   "  What can be run by name:\n"
                   "    spindrift list\n"
                   "  What can be laid over it with --strategy:\n"
                   "    spindrift list --strategies\n",
                   [options](const Console& console) { return list(*options, console); });
  command.add_flag("--strategies", options->strategies, "List strategies instead of scenarios");
  command.add_option("--format", options->format, "text, or json for programs")
      .one_of({"text", "json"})
      .show_default();
}

}  // namespace spindrift::cli
