#include "analysis/fidelity/typical_prediction.hpp"

#include <algorithm>

#include "analysis/do_all.hpp"

namespace spindrift::analysis {

Distance& Distance::operator+=(const Distance& other) {
  differing += other.differing;
  deafness += other.deafness;
  time += other.time;
  return *this;
}

Distance distance_between(const Outline& left, const Outline& right) {
  Distance distance;
  for (std::size_t place = 0; place < left.parts.size(); ++place) {
    const auto matches = match(left.parts[place].happenings, right.parts.at(place).happenings);
    for (const SubjectMatch& each : matches) {
      distance.differing += each.missing.size() + each.spurious.size() + each.out_of_order();
      for (const MatchedHappening& both : each.matched) distance.time += both.error();
    }
  }
  for (const DeafMatch& each : compare_deafness(left.deafness, right.deafness)) {
    if (!each.agrees) ++distance.deafness;
  }
  return distance;
}

std::size_t most_typical(const std::vector<Outline>& draws, std::size_t threads) {
  // Each pair once, in the row of the first; summed afterwards, so that no order of threads shows.
  std::vector<std::vector<Distance>> rows(draws.size());
  do_all(draws.size(), threads, [&](std::size_t first) {
    for (std::size_t second = first + 1; second < draws.size(); ++second) {
      rows[first].push_back(distance_between(draws[first], draws[second]));
    }
  });
  std::vector<Distance> sums(draws.size());
  for (std::size_t first = 0; first < rows.size(); ++first) {
    for (std::size_t offset = 0; offset < rows[first].size(); ++offset) {
      sums[first] += rows[first][offset];
      sums[first + 1 + offset] += rows[first][offset];
    }
  }
  return static_cast<std::size_t>(std::ranges::min_element(sums) - sums.begin());
}

std::uint64_t most_typical_seed(std::uint64_t draws, std::size_t threads,
                                const std::function<history::History(std::uint64_t)>& predict) {
  std::vector<Outline> outlines(draws);
  do_all(outlines.size(), threads,
         [&](std::size_t place) { outlines[place] = outline_of(predict(place + 1)); });
  return most_typical(outlines, threads) + 1;
}

}  // namespace spindrift::analysis
