#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace spindrift::cli {

/// One option of a command that was just added, to be described further. Only its .cpp knows the
/// library that reads command lines: that library is all headers, and each file that includes
/// them is compiled for seconds longer, in each of the gate's four builds.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_{&option} {}

  Option& required();

  /// What its value is called in the help: "FILE", "N".
  Option& type_name(const std::string& name);

  /// The values that it may have.
  Option& one_of(std::vector<std::string> values);

  /// The bounds of its value, both of them allowed.
  template <typename Number>
  Option& between(Number least, Number most);

  /// `problem_with` is given a value as typed and tells what is wrong with it, or "".
  Option& check(std::function<std::string(const std::string&)> problem_with);

  /// It takes one value each time that it is given, and may be given again.
  Option& one_value_each_time();

  /// The help shows its default.
  Option& show_default();

 private:
  CLI::Option* option_;
};

/// The options and arguments of one command.
class CommandOptions {
 public:
  explicit CommandOptions(CLI::App& command) : command_{&command} {}

  /// `name` with dashes is an option, without is an argument. Parsing writes to `value`, which
  /// must outlive the commands; its value before is the default. Values are text, numbers,
  /// std::optional of one of them, or lists of texts or paths.
  template <typename Value>
  Option add_option(const std::string& name, Value& value, const std::string& help);

  void add_flag(const std::string& name, bool& value, const std::string& help);

 private:
  CLI::App* command_;
};

}  // namespace spindrift::cli
