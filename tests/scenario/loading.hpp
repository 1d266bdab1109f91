#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/scenario.hpp"

namespace spindrift::scenario::test {

/// The scenario of a text that must be right; the test fails with its problems otherwise.
[[nodiscard]] Scenario scenario_of(std::string_view text, const Overrides& overrides = {});

/// Everything that is wrong with a text, a line each; empty when nothing is.
[[nodiscard]] std::string problems_of(std::string_view text, const Overrides& overrides = {});

/// The same of something loaded.
[[nodiscard]] std::string problems_in(const Loaded& loaded);

/// The setting at that pointer; an empty one when there is none.
[[nodiscard]] Setting setting_at(const Scenario& scenario, const std::string& pointer);

}  // namespace spindrift::scenario::test
