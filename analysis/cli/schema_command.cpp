#include <memory>

#include "analysis/cli/all_commands.hpp"
#include "analysis/sweep/plan.hpp"
#include "sim/scenario/scenario.hpp"

namespace spindrift::cli {

void add_schema(Commands& commands) {
  const auto kind = std::make_shared<std::string>("scenario");
  CommandOptions command = commands.add(
      "schema", "Print the JSON Schema of scenario files, strategies or sweep plans, for editors",
      "  Keep it beside your files, named by their \"$schema\":\n"
      "    spindrift schema > scenario.schema.json\n"
      "    spindrift schema strategy > strategy.schema.json\n"
      "    spindrift schema sweep > sweep.schema.json\n",
      [kind](const Console& console) {
        console.result(*kind == "scenario"   ? scenario::schema()
                       : *kind == "strategy" ? scenario::strategy_schema()
                                             : sweep::plan_schema());
        return ExitCode::fine;
      });
  command.add_option("kind", *kind, "Of which files")
      .one_of({"scenario", "strategy", "sweep"})
      .show_default();
}

}  // namespace spindrift::cli
