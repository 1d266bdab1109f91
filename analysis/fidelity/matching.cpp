#include "analysis/fidelity/matching.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace spindrift::analysis {
namespace {

/// The n-th of each name meets the n-th of that name.
SubjectMatch pair_up(const std::string& subject, const std::vector<Happening>& recorded,
                     const std::vector<Happening>& predicted) {
  SubjectMatch result;
  result.subject = subject;
  std::map<std::string, std::vector<const Happening*>> offered;
  for (const Happening& each : predicted) offered[each.what].push_back(&each);
  std::map<std::string, std::size_t> taken;
  for (const Happening& each : recorded) {
    const auto& same = offered[each.what];
    std::size_t& next = taken[each.what];
    if (next < same.size()) {
      result.matched.push_back({each, *same[next++], true});
    } else {
      result.missing.push_back(each);
    }
  }
  for (const auto& [what, same] : offered) {
    for (std::size_t place = taken[what]; place < same.size(); ++place) {
      result.spurious.push_back(*same[place]);
    }
  }
  std::ranges::stable_sort(result.spurious, {}, &Happening::at);
  std::ranges::stable_sort(result.matched, {}, [](const MatchedHappening& each) {
    return std::pair{each.recorded.version, each.predicted.version};
  });
  return result;
}

/// Marks those that are not in the longest sequence of predicted versions that does not fall.
void judge_order(std::vector<MatchedHappening>& matched) {
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::vector<std::size_t> tails;  // of the best sequence of each length, the place of its end
  std::vector<std::size_t> before(matched.size(), none);
  for (std::size_t place = 0; place < matched.size(); ++place) {
    const std::size_t version = matched[place].predicted.version;
    const auto tail = std::ranges::upper_bound(
        tails, version, {}, [&](std::size_t end) { return matched[end].predicted.version; });
    if (tail != tails.begin()) before[place] = *std::prev(tail);
    if (tail == tails.end()) {
      tails.push_back(place);
    } else {
      *tail = place;
    }
  }
  std::set<std::size_t> in_order;
  for (std::size_t place = tails.empty() ? none : tails.back(); place != none;
       place = before[place]) {
    in_order.insert(place);
  }
  for (std::size_t place = 0; place < matched.size(); ++place) {
    matched[place].in_order = in_order.contains(place);
  }
}

}  // namespace

std::size_t SubjectMatch::out_of_order() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(matched, [](const auto& each) { return !each.in_order; }));
}

std::vector<SubjectMatch> match(const Happenings& recorded, const Happenings& predicted) {
  static const std::vector<Happening> nothing;
  std::set<std::string> subjects;
  for (const auto& [subject, happenings] : recorded) subjects.insert(subject);
  for (const auto& [subject, happenings] : predicted) subjects.insert(subject);
  std::vector<SubjectMatch> matches;
  for (const std::string& subject : subjects) {
    const auto real = recorded.find(subject);
    const auto simulated = predicted.find(subject);
    matches.push_back(pair_up(subject, real == recorded.end() ? nothing : real->second,
                              simulated == predicted.end() ? nothing : simulated->second));
    judge_order(matches.back().matched);
  }
  return matches;
}

history::Duration error_quantile(const std::vector<SubjectMatch>& matches, double share) {
  std::vector<history::Duration> errors;
  for (const SubjectMatch& match : matches) {
    for (const MatchedHappening& each : match.matched) errors.push_back(each.error());
  }
  if (errors.empty()) return {};
  std::ranges::sort(errors);
  // The smallest error that at least that share does not exceed.
  const double rank = std::ceil(share * static_cast<double>(errors.size()));
  const auto place = static_cast<std::size_t>(std::max(rank, 1.0)) - 1;
  return errors.at(std::min(place, errors.size() - 1));
}

}  // namespace spindrift::analysis
