#include "analysis/cli/scenario_options.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace spindrift::cli {

void ScenarioOptions::add_to(CommandOptions command) {
  command.add_option("--seed", seed, "Seed of all random draws (default: the scenario's)")
      .type_name("N");
  command
      .add_option("--set", sets,
                  "Change one value of the scenario, by its JSON path; may be repeated")
      .type_name("PATH=VALUE")
      .one_value_each_time();
  command
      .add_option("--strategy", strategies,
                  "Lay strategies over the scenario, by name or path, joined by +")
      .type_name("NAME[+NAME…]")
      .one_value_each_time();
  command.add_flag("--luck", luck,
                   "Draw what the scenario names as random, as a replication of `compare` does");
  command.add_flag("--oracle", oracle,
                   "Really run every tick that could be skipped: slower, the same history");
}

scenario::Overrides ScenarioOptions::overrides(const ScenarioFiles& files) const {
  scenario::Overrides overrides;
  overrides.sets = sets;
  overrides.seed = seed;
  overrides.draws_luck = luck;
  for (const std::string& joined : strategies) {
    for (std::size_t begin = 0; begin <= joined.size();) {
      const std::size_t end = std::min(joined.find('+', begin), joined.size());
      const std::string name = joined.substr(begin, end - begin);
      if (name.empty()) throw UsageError{"--strategy " + joined + ": a name is missing beside a +"};
      overrides.strategies.push_back(files.strategy(name));
      begin = end + 1;
    }
  }
  return overrides;
}

std::string ScenarioOptions::as_typed() const {
  std::string typed;
  if (seed) typed += fmt::format(" --seed {}", *seed);
  for (const std::string& each : sets) typed += " --set " + quoted_for_shell(each);
  for (const std::string& each : strategies) typed += " --strategy " + quoted_for_shell(each);
  if (luck) typed += " --luck";
  if (oracle) typed += " --oracle";
  return typed;
}

std::optional<scenario::Scenario> load_or_complain(const std::string& path,
                                                   const scenario::Overrides& overrides,
                                                   const Console& console) {
  scenario::Loaded loaded = scenario::load(path, overrides);
  if (auto* const whole = std::get_if<scenario::Scenario>(&loaded)) return std::move(*whole);
  for (const scenario::Problem& problem : std::get<scenario::Problems>(loaded)) {
    console.talk(to_string(problem) + '\n');
  }
  return {};
}

std::string quoted_for_shell(const std::string& word) {
  const auto is_plain = [](char each) {
    return std::isalnum(static_cast<unsigned char>(each)) != 0 ||
           std::string_view{"_-./:=,+@%"}.find(each) != std::string_view::npos;
  };
  if (!word.empty() && std::ranges::all_of(word, is_plain)) return word;
  std::string quoted = "'";
  for (const char each : word) {
    if (each == '\'') {
      quoted += "'\\''";
    } else {
      quoted += each;
    }
  }
  return quoted + '\'';
}

}  // namespace spindrift::cli
