#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/kernel/time.hpp"

namespace spindrift::analysis {

/// What the time of a key on its way is spent with. The parts of a delay add up to it.
enum class Part : std::uint8_t {
  key_manager,      ///< making the key (R14)
  network,          ///< round trips between servers
  database,         ///< statements and commits
  row_lock,         ///< waiting for others who write the same bundle row (R15)
  poll,             ///< waiting for the next poll of the upstream (R22)
  cache,            ///< polled, but the answer was an old copy (R17)
  look,             ///< waiting for the stream's look at what was polled (R11)
  agent_sync,       ///< waiting for the agent's sync (R19)
  provider_poll,    ///< waiting for the discovery provider's poll (R20)
  relying_party,    ///< waiting until a relying party fetches the key set (R20)
  own_publication,  ///< in a list that a publication of the cluster's own brought (R10)
  other             ///< connecting, turns, failures, and what cannot be told apart
};
inline constexpr std::size_t part_count = 12;
inline constexpr std::array<std::string_view, part_count> part_names{
    "key_manager", "network",       "database",      "row_lock",        "poll", "cache", "look",
    "agent_sync",  "provider_poll", "relying_party", "own_publication", "other"};

/// A delay by its parts.
struct Parts {
  std::array<kernel::Duration, part_count> times{};

  [[nodiscard]] kernel::Duration& operator[](Part part) {
    return times[static_cast<std::size_t>(part)];
  }
  Parts& operator+=(const Parts& more) {
    for (std::size_t place = 0; place < part_count; ++place) times[place] += more.times[place];
    return *this;
  }
};

}  // namespace spindrift::analysis
