#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "analysis/cli/console.hpp"
#include "analysis/review/recommend.hpp"

namespace spindrift::cli {

/// A recommendation for those who will carry it out.
[[nodiscard]] std::string recommendation_as_text(const review::Recommendation& recommendation,
                                                 const Console& console);

[[nodiscard]] nlohmann::ordered_json recommendation_as_json(
    const review::Recommendation& recommendation);

}  // namespace spindrift::cli
