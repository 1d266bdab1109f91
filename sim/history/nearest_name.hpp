#pragma once

#include <span>
#include <string>
#include <string_view>

namespace spindrift::history {

/// The one of `names` that `misspelt` was probably meant to be: the one that the fewest inserted,
/// left out, changed or swapped letters lead to, when these are few enough (a third of it) for the
/// guess to be of use. Empty when there is none. Case does not count. Ties: the first.
[[nodiscard]] std::string nearest_name(std::string_view misspelt,
                                       std::span<const std::string> names);

}  // namespace spindrift::history
