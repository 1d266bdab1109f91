#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/healing.hpp"
#include "analysis/membership.hpp"
#include "analysis/observation.hpp"
#include "analysis/report/subject.hpp"

namespace spindrift::report {

/// What a report says of one cluster.
struct ClusterFinding {
  history::ClusterId cluster = history::ClusterId::none;
  std::size_t servers = 0;
  std::size_t keys_read = 0;  ///< JWT keys at the moment of reading
  std::size_t keys_at_most = 0;
  history::Time at_most_since{};
  std::size_t missed = 0;               ///< keys that it missed for a noticeable time
  history::Duration longest_missing{};  ///< of any key, short absences included
  history::Duration deaf{};
  std::optional<analysis::Divergence::Episode> episode;  ///< from the first absence to the last
  std::optional<analysis::Healing> healing;
  double failed = 0;  ///< expected failed verifications at its verifiers
};

/// The answers of a run in numbers.
struct Findings {
  history::Time read_at{};
  std::vector<ClusterFinding> clusters;  ///< by cluster
  double failed = 0;
  std::size_t key_limit = 0;
  std::size_t above_limit = 0;  ///< clusters that were above it
  std::size_t keys_at_most = 0;
  std::optional<history::Time> first_above;
  std::size_t starts = 0;
  std::size_t ended_by_themselves = 0;
  std::size_t tokens_tried = 0;  ///< really, one by one
  std::size_t tokens_refused = 0;
  std::string verdict;  ///< one sentence
};

/// `observed` and `membership` have seen the whole history.
[[nodiscard]] Findings find(const Subject& subject, const history::History& history,
                            const analysis::Observation& observed,
                            const analysis::Membership& membership);

/// How many keys of the membership's type that cluster listed at that moment, its changes included.
[[nodiscard]] std::size_t keys_at(const analysis::Membership& membership,
                                  history::ClusterId cluster, history::Time moment);

}  // namespace spindrift::report
