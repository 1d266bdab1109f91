#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "sim/history/history.hpp"

namespace spindrift::analysis {

/// Something that can be recognised in two histories by its name.
struct Happening {
  std::string what;  ///< "+ A/1#2"
  history::Time at{};
  history::EventId event = history::EventId::none;
  std::size_t version = 0;  ///< never falls; happenings of one version have no order among them
};

/// Happenings by whom they happened to: a cluster, a server, a key.
using Happenings = std::map<std::string, std::vector<Happening>>;

/// A happening that both histories have.
struct MatchedHappening {
  Happening recorded;
  Happening predicted;
  bool in_order = true;

  [[nodiscard]] history::Duration error() const {
    return recorded.at < predicted.at ? predicted.at - recorded.at : recorded.at - predicted.at;
  }
};

/// What became of the happenings of one subject.
struct SubjectMatch {
  std::string subject;
  std::vector<MatchedHappening> matched;  ///< by recorded version
  std::vector<Happening> missing;         ///< recorded, not predicted
  std::vector<Happening> spurious;        ///< predicted, not recorded

  [[nodiscard]] std::size_t out_of_order() const;
  [[nodiscard]] bool holds() const {
    return missing.empty() && spurious.empty() && out_of_order() == 0;
  }
};

/// Matches the happenings of each subject: the n-th of a name with the n-th of that name. Of those
/// that match, as many as possible count as in order: the longest sequence whose versions rise in
/// neither history while they fall in the other.
[[nodiscard]] std::vector<SubjectMatch> match(const Happenings& recorded,
                                              const Happenings& predicted);

/// The error of times at that share of all matched happenings: 0.5 is the median. 0 for none.
[[nodiscard]] history::Duration error_quantile(const std::vector<SubjectMatch>& matches,
                                               double share);

}  // namespace spindrift::analysis
