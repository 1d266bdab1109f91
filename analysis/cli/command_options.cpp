#include "analysis/cli/command_options.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

#include <CLI/CLI.hpp>

namespace spindrift::cli {

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::type_name(const std::string& name) {
  option_->type_name(name);
  return *this;
}

Option& Option::one_of(std::vector<std::string> values) {
  option_->check(CLI::IsMember(std::move(values)));
  return *this;
}

template <typename Number>
Option& Option::between(Number least, Number most) {
  option_->check(CLI::Range(least, most));
  return *this;
}

template Option& Option::between(unsigned int least, unsigned int most);
template Option& Option::between(std::uint64_t least, std::uint64_t most);
template Option& Option::between(double least, double most);

Option& Option::check(std::function<std::string(const std::string&)> problem_with) {
  option_->check(CLI::Validator{std::move(problem_with), "", ""});
  return *this;
}

Option& Option::one_value_each_time() {
  option_->allow_extra_args(false);
  return *this;
}

Option& Option::show_default() {
  option_->capture_default_str();
  return *this;
}

template <typename Value>
Option CommandOptions::add_option(const std::string& name, Value& value, const std::string& help) {
  return Option{*command_->add_option(name, value, help)};
}

using Name = const std::string&;
using Help = const std::string&;
template Option CommandOptions::add_option(Name, std::string&, Help);
template Option CommandOptions::add_option(Name, std::vector<std::string>&, Help);
template Option CommandOptions::add_option(Name, std::optional<std::string>&, Help);
template Option CommandOptions::add_option(Name, std::vector<std::filesystem::path>&, Help);
template Option CommandOptions::add_option(Name, unsigned int&, Help);
template Option CommandOptions::add_option(Name, std::uint64_t&, Help);
template Option CommandOptions::add_option(Name, std::optional<std::uint64_t>&, Help);
template Option CommandOptions::add_option(Name, double&, Help);

void CommandOptions::add_flag(const std::string& name, bool& value, const std::string& help) {
  command_->add_flag(name, value, help);
}

}  // namespace spindrift::cli
