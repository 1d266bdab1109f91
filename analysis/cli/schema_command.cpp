#include "analysis/cli/all_commands.hpp"
#include "sim/scenario/scenario.hpp"

namespace spindrift::cli {

void add_schema(Commands& commands) {
  commands.add("schema", "Print the JSON Schema of scenario files, for editors",
               "  Keep it beside your scenarios, named by their \"$schema\":\n"
               "    spindrift schema > scenario.schema.json\n",
               [](const Console& console) {
                 console.result(scenario::schema());
                 return ExitCode::fine;
               });
}

}  // namespace spindrift::cli
