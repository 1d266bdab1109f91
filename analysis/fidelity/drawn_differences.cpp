#include "analysis/fidelity/drawn_differences.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "analysis/fidelity/typical_prediction.hpp"

namespace spindrift::analysis {

DrawnDifferences::DrawnDifferences(const history::History& recorded,
                                   const history::History& predicted)
    : predicted_{outline_of(predicted)},
      recorded_{distance_between(outline_of(recorded), predicted_).differing} {}

void DrawnDifferences::add(const history::History& drawn) {
  const std::size_t differing = distance_between(outline_of(drawn), predicted_).differing;
  drawn_.insert(std::ranges::upper_bound(drawn_, differing), differing);
}

std::size_t DrawnDifferences::lowest() const { return drawn_.at(drawn_.size() / 100); }

std::size_t DrawnDifferences::highest() const {
  return drawn_.at(drawn_.size() - 1 - drawn_.size() / 100);
}

double DrawnDifferences::mean() const {
  const std::size_t sum = std::accumulate(drawn_.begin(), drawn_.end(), std::size_t{0});
  return static_cast<double>(sum) / static_cast<double>(drawn_.size());
}

std::string to_text(const DrawnDifferences& differences) {
  if (differences.draws() == 0) return {};
  return fmt::format(
      "  happenings that differ from the prediction: {} in life; in {} draws {} to {}, {:.1f} on "
      "average{}\n",
      differences.recorded(), differences.draws(), differences.lowest(), differences.highest(),
      differences.mean(),
      differences.are_explained_by_luck() ? "" : ": luck does not explain as many");
}

}  // namespace spindrift::analysis
