#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/history/names.hpp"
#include "sim/kernel/time.hpp"
#include "sim/scenario/problem.hpp"

namespace spindrift::scenario {

/// What an `expect` clause looks at, for each of its clusters. "So far" is from the start of the
/// run to the moment that is looked at.
enum class Metric : std::uint8_t {
  jwt_keys,              ///< JWT keys in its bundle
  missing_keys,          ///< unexpired JWT keys that other clusters list and it does not
  deaf,                  ///< the sum of the times so far in which it heard nothing
  longest_deaf,          ///< the longest of these times
  failed_verifications,  ///< expected number of tokens that its verifiers refused so far
  kms_keys_created,      ///< KMS keys of any type that its servers created so far
  ends_by_themselves,    ///< processes of its servers that SPIRE itself ended so far
  heals_after,           ///< from the first missing key until none was missing any more
  keys_made,             ///< JWT keys that its servers prepared so far
  keys_at_most           ///< the most JWT keys that its bundle had so far
};

/// What a metric counts in.
enum class Unit : std::uint8_t { count, time };

[[nodiscard]] Unit unit_of(Metric metric);
[[nodiscard]] std::string_view to_string(Metric metric);

/// One `expect` clause: a claim about some clusters that a run upholds or not. Every one of the
/// conditions that are there must hold, for every one of the clusters.
struct Expectation {
  std::vector<history::ClusterId> clusters;
  Metric metric = Metric::jwt_keys;
  std::optional<double> at_least;  ///< times in seconds
  std::optional<double> at_most;   ///< times in seconds
  /// The value equals that of this cluster at the same moment.
  std::optional<history::ClusterId> same_as;
  /// `missing_keys`: only keys made by servers of these clusters. Empty: all.
  std::vector<history::ClusterId> made_by;
  /// The moment that is looked at, since the start. None: the end of the run.
  std::optional<kernel::Duration> at;
  std::string why;    ///< in the author's words
  Position position;  ///< of the clause
  std::string pointer;
};

}  // namespace spindrift::scenario
