#include "analysis/fidelity/fidelity.hpp"

#include <algorithm>

#include "analysis/fidelity/first_difference.hpp"
#include "analysis/fidelity/outline.hpp"

namespace spindrift::analysis {

using history::Event;
using history::History;

namespace {

std::vector<FidelityCategory> compare_categories(const Outline& real, const Outline& simulated) {
  std::vector<FidelityCategory> all;
  for (std::size_t place = 0; place < real.parts.size(); ++place) {
    const Outline::Part& part = real.parts[place];
    all.push_back(
        {part.name, part.subject, match(part.happenings, simulated.parts.at(place).happenings)});
  }
  // What neither has (WIT keys, KMS calls of disks) says nothing.
  std::erase_if(all, [](const FidelityCategory& each) {
    return each.matched() + each.missing() + each.spurious() == 0;
  });
  return all;
}

/// One history with what the comparison looks at in it.
struct Side {
  explicit Side(const History& history_) : history{history_}, outline{outline_of(history_)} {}

  const History& history;
  Outline outline;
};

std::map<std::pair<history::ServerId, std::string>, std::size_t> count_calls(const Side& side) {
  std::map<std::pair<history::ServerId, std::string>, std::size_t> counts;
  for (const Event& event : side.history.events) {
    const auto* const called = std::get_if<history::KmsCalled>(&event.what);
    if (called == nullptr || called->call == "GetCallerIdentity") continue;  // STS, not KMS
    const bool own = side.outline.own_svids.contains(event.id);
    ++counts[{called->server, called->call.text() + (own ? " (own SVID)" : "")}];
  }
  return counts;
}

std::vector<CallComparison> compare_call_counts(const Side& real, const Side& simulated) {
  std::map<std::pair<history::ServerId, std::string>, CallComparison> all;
  const auto entry = [&](const auto& name) -> CallComparison& {
    CallComparison& count = all[name];
    count.server = name.first;
    count.call = name.second;
    count.is_judged = !count.call.ends_with("(own SVID)");
    return count;
  };
  for (const auto& [name, count] : count_calls(real)) entry(name).recorded = count;
  for (const auto& [name, count] : count_calls(simulated)) entry(name).predicted = count;
  std::vector<CallComparison> counts;
  for (auto& [name, count] : all) counts.push_back(std::move(count));
  return counts;
}

template <class Count>
std::size_t sum(const std::vector<SubjectMatch>& matches, const Count& count) {
  std::size_t all = 0;
  for (const SubjectMatch& each : matches) all += count(each);
  return all;
}

}  // namespace

bool FidelityCategory::holds() const {
  return std::ranges::all_of(matches, [](const SubjectMatch& each) { return each.holds(); });
}
std::size_t FidelityCategory::matched() const {
  return sum(matches, [](const SubjectMatch& each) { return each.matched.size(); });
}
std::size_t FidelityCategory::missing() const {
  return sum(matches, [](const SubjectMatch& each) { return each.missing.size(); });
}
std::size_t FidelityCategory::spurious() const {
  return sum(matches, [](const SubjectMatch& each) { return each.spurious.size(); });
}
std::size_t FidelityCategory::out_of_order() const {
  return sum(matches, [](const SubjectMatch& each) { return each.out_of_order(); });
}

VerdictCount Fidelity::verdict_count() const {
  VerdictCount count;
  for (const VerdictSample& sample : verdicts) {
    const std::size_t agrees = sample.agrees() ? 1 : 0;
    if (sample.is_near_transition) {
      ++count.near_transitions;
      count.near_agreed += agrees;
    } else {
      ++count.judged;
      count.agreed += agrees;
    }
  }
  return count;
}

bool Fidelity::holds() const {
  return std::ranges::all_of(categories, [](const auto& each) { return each.holds(); }) &&
         std::ranges::all_of(kms_calls, [](const auto& each) { return each.holds(); }) &&
         std::ranges::all_of(deafness, [](const auto& each) { return each.agrees; }) &&
         verdict_count().holds();
}

Fidelity compare_histories(const History& recorded, const History& predicted) {
  const Side real{recorded};
  const Side simulated{predicted};
  Fidelity fidelity;
  fidelity.name = recorded.scenario;
  fidelity.categories = compare_categories(real.outline, simulated.outline);
  fidelity.kms_calls = compare_call_counts(real, simulated);
  fidelity.deafness = compare_deafness(real.outline.deafness, simulated.outline.deafness);
  fidelity.verdicts = compare_verdicts(recorded, predicted);
  fidelity.first_difference = find_first_difference(fidelity.categories, recorded, predicted);
  return fidelity;
}

}  // namespace spindrift::analysis
