#pragma once

#include <vector>

#include "analysis/review/compare.hpp"

namespace spindrift::review {

/// An alternative that can be run.
struct Candidate {
  AlternativeRequest request;
  scenario::Scenario scenario;
  std::size_t size = 0;  ///< strategies and values laid over: the simpler the better
};

/// What all candidates of a search have in common.
struct CandidateBase {
  std::string path;
  std::vector<std::string> sets;
  std::optional<std::uint64_t> seed;
};

/// The candidate of those strategies and values, unless they make no scenario.
[[nodiscard]] std::optional<Candidate> make_candidate(const CandidateBase& base,
                                                      AlternativeRequest request);

/// Several in one, named and typed as `a+b`.
[[nodiscard]] AlternativeRequest joined(const AlternativeRequest& one,
                                        const AlternativeRequest& other);

/// The same with one more value: "behaviour.hold_down=2m".
[[nodiscard]] AlternativeRequest with_value(const AlternativeRequest& request,
                                            const std::string& assignment);

/// Values worth trying around a candidate: the pace, the size of batches and the order of its
/// rolling restarts, which roll comes first, how long keys live, and how long they are held down.
[[nodiscard]] std::vector<std::vector<std::string>> variations_of(const Candidate& candidate);

}  // namespace spindrift::review
