#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "analysis/cli/commands.hpp"

namespace spindrift::cli {

/// What to say of a command line that cannot be understood, with the nearest name of a sub-command
/// or option for one that is misspelt.
[[nodiscard]] std::string complaint(const CLI::App& app, const Commands& commands,
                                    const CLI::ParseError& error, int argc,
                                    const char* const* argv);

}  // namespace spindrift::cli
