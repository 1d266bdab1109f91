#pragma once

#include <functional>
#include <string>
#include <vector>

#include "analysis/cli/command_options.hpp"
#include "analysis/cli/console.hpp"
#include "analysis/cli/exit_code.hpp"

namespace spindrift::cli {

/// The sub-commands of the program. Each has a file of its own with one function that adds it
/// here; `all_commands.cpp` lists these functions.
class Commands {
 public:
  using Action = std::function<ExitCode(const Console&)>;

  /// `app` must outlive this.
  explicit Commands(CLI::App& app) : app_{app} {}

  /// Adds a sub-command and returns what its options are added to. `examples` are lines for its
  /// help: what each does, then the command, indented.
  CommandOptions add(const std::string& name, const std::string& summary,
                     const std::string& examples, Action action);

  /// The names of all sub-commands.
  [[nodiscard]] std::vector<std::string> names() const;

  /// Does what the parsed command line chose.
  [[nodiscard]] ExitCode act(const Console& console) const;

 private:
  struct Command {
    CLI::App* parser;
    Action action;
  };

  CLI::App& app_;
  std::vector<Command> commands_;
};

}  // namespace spindrift::cli
