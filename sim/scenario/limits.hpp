#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/kernel/time.hpp"

/// What a scenario file may ask for, so that none can exhaust a machine or never end.
namespace spindrift::scenario {

inline constexpr std::size_t servers_max = 100'000;
inline constexpr std::size_t servers_in_a_cluster_max = 10'000;
inline constexpr std::size_t clusters_max = 50'000;
inline constexpr std::size_t groups_max = 2'000;
inline constexpr std::size_t actions_max = 10'000;
/// Servers and clusters that the actions of a plan are about, each counted once for each action.
/// The same for clusters that `expect` is about.
inline constexpr std::size_t targets_max = 1'000'000;
inline constexpr std::size_t upgrades_max = 10;  ///< different versions in a plan
inline constexpr std::size_t monitors_max = 100;
inline constexpr std::size_t observers_max = 10'000;
inline constexpr std::size_t expectations_max = 10'000;
inline constexpr std::size_t list_max = 1'000;  ///< of names, back-offs, quotas

/// Of the number in an `expect` clause.
inline constexpr std::int64_t bound_max = 1'000'000'000'000;

inline constexpr kernel::Duration day = std::chrono::hours{24};
inline constexpr kernel::Duration year = 365 * day;
inline constexpr kernel::Duration until_max = 100 * year;

/// Steps of a run when everything goes wrong all the time. A step takes about a microsecond.
inline constexpr double steps_max = 1e11;
/// Entries of all bundles together, some 40 bytes each.
inline constexpr double records_max = 2e8;

}  // namespace spindrift::scenario
