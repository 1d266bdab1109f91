#pragma once

#include <optional>
#include <vector>

#include "sim/model/key_list.hpp"

namespace spindrift::model {

/// What a bundle has taken over from the list of its upstream, so that following it costs what
/// changes there and here and not how much is listed. Several servers of a cluster follow at once,
/// each with an answer of its own: an older one may come after a newer.
class FollowedKeys {
 public:
  /// Those of `theirs` that `own` lacks, in their order: what came since, and what was here once
  /// and is listed there still (R13).
  [[nodiscard]] std::vector<KeyList::Number> missing(const KeyList& own,
                                                     const KeyList& theirs) const;

  /// All of `theirs` stands in the own list now.
  void took_over(const KeyList& theirs);

  /// The own list has lost these.
  void lost(const std::vector<KeyList::Number>& numbers);

 private:
  std::optional<KeyList> taken_;             ///< the newest version of which all was taken over
  std::vector<KeyList::Number> lost_since_;  ///< and what the own list has lost since then
};

}  // namespace spindrift::model
