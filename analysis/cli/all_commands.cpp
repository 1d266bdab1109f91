#include "analysis/cli/all_commands.hpp"

namespace spindrift::cli {

void add_all_commands(Commands& commands) {
  add_run(commands);
  add_explain(commands);
  add_propagation(commands);
  add_check(commands);
  add_compare(commands);
  add_recommend(commands);
  add_replay(commands);
  add_sweep(commands);
  add_merge(commands);
  add_report(commands);
  add_validate(commands);
  add_show(commands);
  add_schema(commands);
  add_list(commands);
}

}  // namespace spindrift::cli
