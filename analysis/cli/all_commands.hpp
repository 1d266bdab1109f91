#pragma once

#include "analysis/cli/commands.hpp"

namespace spindrift::cli {

/// Adds every sub-command, in the order of the help.
void add_all_commands(Commands& commands);

// Each is defined in the file of its command, `<name>_command.cpp`.
void add_run(Commands& commands);
void add_explain(Commands& commands);
void add_propagation(Commands& commands);
void add_check(Commands& commands);
void add_compare(Commands& commands);
void add_recommend(Commands& commands);
void add_replay(Commands& commands);
void add_sweep(Commands& commands);
void add_merge(Commands& commands);
void add_report(Commands& commands);
void add_validate(Commands& commands);
void add_show(Commands& commands);
void add_schema(Commands& commands);
void add_list(Commands& commands);

}  // namespace spindrift::cli
