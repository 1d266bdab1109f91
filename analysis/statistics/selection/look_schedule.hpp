#pragma once

#include <cstddef>
#include <vector>

namespace spindrift::statistics {

/// At how many replications a sequential procedure looks at its data: from `first`, each time
/// `growth` times as many, the last time at `maximum`.
///
/// The looks grow geometrically because each costs a share of the error (their intervals must hold
/// together), and this way there are only logarithmically many of them, while no decision comes
/// later than `growth` times the replications it needs.
/// REQUIRES: 1 <= first <= maximum, growth > 1.
[[nodiscard]] std::vector<std::size_t> look_schedule(std::size_t first, std::size_t maximum,
                                                     double growth);

}  // namespace spindrift::statistics
