#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/fidelity/outline.hpp"

namespace spindrift::analysis {

/// In how many happenings life differs from the prediction, beside how many differ when the model
/// itself draws all that is luck. As much as that is to be expected of a model without a mistake.
/// More than the highest is a difference that luck does not explain.
class DrawnDifferences {
 public:
  DrawnDifferences(const history::History& recorded, const history::History& predicted);

  /// A history of the same deployment with all its luck drawn.
  void add(const history::History& drawn);

  /// Missing, spurious or out of order in what was recorded.
  [[nodiscard]] std::size_t recorded() const { return recorded_; }
  [[nodiscard]] std::size_t draws() const { return drawn_.size(); }

  /// The following want at least one draw. All but the lowest and the highest hundredth of them
  /// lie in the range.
  [[nodiscard]] std::size_t lowest() const;
  [[nodiscard]] std::size_t highest() const;
  [[nodiscard]] double mean() const;
  [[nodiscard]] bool are_explained_by_luck() const { return recorded_ <= highest(); }

 private:
  Outline predicted_;
  std::size_t recorded_;
  std::vector<std::size_t> drawn_;  ///< in ascending order
};

/// One line for people.
[[nodiscard]] std::string to_text(const DrawnDifferences& differences);

}  // namespace spindrift::analysis
