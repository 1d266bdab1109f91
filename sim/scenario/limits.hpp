#pragma once

#include <cstddef>

#include "sim/kernel/time.hpp"

/// What a scenario file may ask for, so that none can exhaust a machine or never end.
namespace spindrift::scenario {

inline constexpr std::size_t servers_max = 100'000;
inline constexpr std::size_t servers_a_cluster_max = 10'000;
inline constexpr std::size_t clusters_max = 50'000;
inline constexpr std::size_t actions_max = 100'000;
inline constexpr kernel::Duration until_max = std::chrono::hours{24 * 3650};
/// Rough number of steps of a run: some hours of computing.
inline constexpr double work_max = 2e10;

}  // namespace spindrift::scenario
