#include "analysis/cli/misspelt.hpp"

#include <algorithm>

#include "sim/history/nearest_name.hpp"

namespace spindrift::cli {
namespace {

std::vector<std::string> options_of(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* const option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& names) {
  const std::string nearest = history::nearest_name(word, names);
  return nearest.empty() ? "" : "; did you mean '" + nearest + "'?";
}

/// The sub-command that was given, if it is one.
const CLI::App* given_command(const CLI::App& app, const std::string& word) {
  const auto subcommands = app.get_subcommands([](const CLI::App*) { return true; });
  const auto found = std::ranges::find_if(
      subcommands, [&](const CLI::App* each) { return each->get_name() == word; });
  return found == subcommands.end() ? nullptr : *found;
}

}  // namespace

std::string complaint(const CLI::App& app, const Commands& commands, const CLI::ParseError& error,
                      int argc, const char* const* argv) {
  const std::vector<std::string> words{argv + 1, argv + argc};
  const auto first =
      std::ranges::find_if(words, [](const std::string& word) { return !word.starts_with('-'); });
  if (first == words.end()) {
    return std::string{error.what()} + "\n`spindrift --help` tells what there is.";
  }
  const CLI::App* const command = given_command(app, *first);
  if (command == nullptr) {
    return "there is no command '" + *first + "'" + did_you_mean(*first, commands.names()) +
           "\n`spindrift --help` tells what there is.";
  }
  const std::string help = "\n`spindrift " + *first + " --help` tells how to use it.";
  const std::vector<std::string> known = options_of(*command);
  for (auto word = first + 1; word != words.end(); ++word) {
    const std::string name = word->substr(0, word->find('='));
    if (!name.starts_with("--") || name == "--") continue;
    if (std::ranges::find(known, name) != known.end()) continue;
    return *first + ": there is no option '" + name + "'" + did_you_mean(name, known) + help;
  }
  return *first + ": " + error.what() + help;
}

}  // namespace spindrift::cli
