#include "tests/scenario/loading.hpp"

#include <utility>

#include <catch2/catch.hpp>

namespace spindrift::scenario::test {

std::string problems_in(const Loaded& loaded) {
  std::string lines;
  if (const auto* const problems = std::get_if<Problems>(&loaded)) {
    for (const Problem& problem : *problems) lines += to_string(problem) + '\n';
  }
  return lines;
}

std::string problems_of(std::string_view text, const Overrides& overrides) {
  return problems_in(load_text(text, "f.json", overrides));
}

Scenario scenario_of(std::string_view text, const Overrides& overrides) {
  Loaded loaded = load_text(text, "f.json", overrides);
  REQUIRE(problems_in(loaded) == "");
  return std::get<Scenario>(std::move(loaded));
}

Setting setting_at(const Scenario& scenario, const std::string& pointer) {
  for (const Setting& setting : scenario.settings) {
    if (setting.pointer == pointer) return setting;
  }
  return {};
}

}  // namespace spindrift::scenario::test
