#include "analysis/cli/commands.hpp"

#include <utility>

#include <CLI/CLI.hpp>

namespace spindrift::cli {

CommandOptions Commands::add(const std::string& name, const std::string& summary,
                             const std::string& examples, Action action) {
  CLI::App& parser = *app_.add_subcommand(name, summary);
  parser.footer("\nExamples:\n" + examples);
  commands_.push_back({&parser, std::move(action)});
  return CommandOptions{parser};
}

std::vector<std::string> Commands::names() const {
  std::vector<std::string> names;
  for (const Command& command : commands_) names.push_back(command.parser->get_name());
  return names;
}

ExitCode Commands::act(const Console& console) const {
  for (const Command& command : commands_) {
    if (command.parser->parsed()) return command.action(console);
  }
  console.talk(app_.help());
  return ExitCode::cannot;
}

}  // namespace spindrift::cli
