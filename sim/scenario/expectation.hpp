#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/history/names.hpp"
#include "sim/kernel/time.hpp"
#include "sim/scenario/problem.hpp"

namespace spindrift::scenario {

/// What an `expect` clause looks at, for each of its clusters.
enum class Metric : std::uint8_t {
  jwt_keys,              ///< JWT keys in the bundle, at the moment
  missing_keys,          ///< keys that other clusters list and this one does not, at the moment
  deaf,                  ///< seconds for which it heard nothing, up to the moment
  longest_deaf,          ///< the longest of these intervals, in seconds
  failed_verifications,  ///< expected number of tokens refused by its verifiers, up to the moment
  kms_keys_created,      ///< by its servers, up to the moment
  ends_by_themselves,    ///< processes of its servers that SPIRE ended, up to the moment
  heals_after,           ///< seconds from the first missing key until none is missing any more
  keys_made,             ///< JWT keys prepared by its servers, up to the moment
  keys_at_most           ///< the most JWT keys that its bundle had, up to the moment
};

/// One `expect` clause: a claim about some clusters that a run upholds or not.
struct Expectation {
  std::vector<history::ClusterId> clusters;  ///< every one of them
  Metric metric = Metric::jwt_keys;
  std::optional<double> at_least;  ///< durations count in seconds
  std::optional<double> at_most;
  /// `missing_keys` counts only keys made by servers of these clusters; empty: all.
  std::vector<history::ClusterId> made_by;
  /// The value must equal that of this cluster at the same moment.
  std::optional<history::ClusterId> same_as;
  std::optional<kernel::Duration> at;  ///< since the start; none: at the end of the run
  std::string why;                     ///< in the author's words
  Position position;
  std::string pointer;
};

}  // namespace spindrift::scenario
