#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace spindrift::bench {

/// A trust domain whose clusters all follow one root.
struct FleetShape {
  std::uint32_t clusters = 30;  ///< the root among them, evenly below it in `levels`
  std::uint32_t servers = 3;    ///< of each cluster
  std::uint32_t levels = 2;     ///< 1: the root alone, 2: all others below it
  std::uint32_t hours = 48;
  std::uint32_t restarts = 0;  ///< rolling restarts of the whole fleet, six hours apart
};

/// The text of a scenario of that shape: SPIRE 1.12.4, keys on disk, `ca_ttl` 24 h, brought up
/// within seconds, connections that are not closed for their age.
[[nodiscard]] std::string fleet_scenario(const FleetShape& shape);

/// What a run did.
struct FleetCounts {
  std::uint64_t key_transitions = 0;  ///< a cluster begins or ceases to list a JWT key
  std::uint64_t keys = 0;             ///< prepared
  std::uint64_t starts = 0;           ///< of servers
  std::uint64_t history_events = 0;
  std::uint64_t kernel_events = 0;
};

/// Simulates that fleet, with everything that `spindrift check` observes.
FleetCounts run_fleet(const FleetShape& shape, bool oracle = false);

/// A workload of `bench/compare` for `size` hours, restarts, events or readings, as its name says;
/// returns how many of what it is judged by were done: 0 when there is none of that name.
std::uint64_t run_named(std::string_view name, std::uint64_t size);

}  // namespace spindrift::bench
