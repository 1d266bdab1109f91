#include "analysis/statistics/comparison/indistinguishable_groups.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace spindrift::statistics {

namespace {

using Group = std::vector<std::size_t>;
using Alike = std::function<bool(std::size_t, std::size_t)>;

class GroupSearch {
 public:
  explicit GroupSearch(const Alike& alike) : alike_(alike) {}

  /// Finds every largest group that contains `chosen`, some of `candidates` and none of `excluded`.
  /// Each candidate and each excluded alternative is alike all of the chosen ones.
  void extend(Group& chosen, Group candidates, Group excluded) {
    if (candidates.empty()) {
      if (excluded.empty()) {
        groups_.push_back(chosen);
        std::ranges::sort(groups_.back());
      }
      return;
    }
    // A largest group contains the pivot or somebody unlike it; only those need be tried.
    const std::size_t pivot = most_sociable(candidates, excluded);
    const Group branches = candidates;
    for (const std::size_t next : branches) {
      if (next != pivot && alike_(next, pivot)) {
        continue;
      }
      chosen.push_back(next);
      extend(chosen, those_alike(candidates, next), those_alike(excluded, next));
      chosen.pop_back();
      std::erase(candidates, next);
      excluded.push_back(next);
    }
  }

  [[nodiscard]] std::vector<Group> sorted_groups() && {
    std::ranges::sort(groups_);
    return std::move(groups_);
  }

 private:
  [[nodiscard]] Group those_alike(const Group& among, std::size_t one) const {
    Group alike;
    std::ranges::copy_if(among, std::back_inserter(alike),
                         [&](std::size_t other) { return other != one && alike_(other, one); });
    return alike;
  }

  [[nodiscard]] std::size_t most_sociable(const Group& candidates, const Group& excluded) const {
    Group everyone = candidates;
    everyone.insert(everyone.end(), excluded.begin(), excluded.end());
    return *std::ranges::max_element(
        everyone, {}, [&](std::size_t one) { return those_alike(candidates, one).size(); });
  }

  const Alike& alike_;
  std::vector<Group> groups_;
};

}  // namespace

std::vector<std::vector<std::size_t>> indistinguishable_groups(std::size_t alternatives,
                                                               const Alike& alike) {
  if (alternatives == 0) {
    return {};
  }
  Group everyone(alternatives);
  std::iota(everyone.begin(), everyone.end(), std::size_t{0});
  GroupSearch search(alike);
  Group chosen;
  search.extend(chosen, std::move(everyone), {});
  return std::move(search).sorted_groups();
}

}  // namespace spindrift::statistics
