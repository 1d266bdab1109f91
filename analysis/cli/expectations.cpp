#include "analysis/cli/expectations.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "analysis/cli/cluster_names.hpp"
#include "analysis/metrics/cluster_metrics.hpp"
#include "analysis/time_text.hpp"
#include "sim/scenario/words.hpp"

namespace spindrift::cli {
namespace {

using analysis::Observation;
using history::ClusterId;
using scenario::Expectation;

std::string claim_of(const Expectation& expectation, const history::Topology& topology) {
  std::string claim{
      scenario::words<scenario::Metric>.at(static_cast<std::size_t>(expectation.metric))};
  if (!expectation.made_by.empty()) {
    claim += " made by " + names_of(expectation.made_by, topology);
  }
  claim += " in " + names_of(expectation.clusters, topology);
  const auto& [at_least, at_most] = std::pair{expectation.at_least, expectation.at_most};
  if (at_least && at_most && *at_least == *at_most) {
    claim += " is " + metrics::value_text(expectation.metric, *at_least);
  } else {
    if (at_least) claim += " is at least " + metrics::value_text(expectation.metric, *at_least);
    if (at_least && at_most) claim += " and";
    if (at_most) claim += " is at most " + metrics::value_text(expectation.metric, *at_most);
  }
  if (expectation.same_as) claim += " is that of " + topology.at(*expectation.same_as).name;
  claim += expectation.at ? " at " + analysis::span_text(*expectation.at) : " at the end";
  return claim;
}

}  // namespace

std::string found_text(const Verdict& verdict, const std::string& indent) {
  constexpr std::size_t listed_max = 10;
  const std::size_t listed = std::min(verdict.found.size(), listed_max);
  std::string text;
  for (std::size_t place = 0; place < listed; ++place) {
    text += indent + verdict.found[place] + '\n';
  }
  if (verdict.found.size() > listed) {
    text += fmt::format("{}and {} more\n", indent, verdict.found.size() - listed);
  }
  return text;
}

Verdict judge(const Expectation& expectation, const Observation& observed) {
  Verdict verdict;
  verdict.claim = claim_of(expectation, observed.topology);
  const auto value_in = [&](ClusterId cluster) {
    return metrics::measure(expectation.metric, cluster, expectation.made_by, observed);
  };
  for (const ClusterId cluster : expectation.clusters) {
    const double value = value_in(cluster);
    std::string found = fmt::format("{}: found {}", observed.topology.at(cluster).name,
                                    metrics::value_text(expectation.metric, value));
    bool holds = (!expectation.at_least || value >= *expectation.at_least) &&
                 (!expectation.at_most || value <= *expectation.at_most);
    if (expectation.same_as) {
      const double other = value_in(*expectation.same_as);
      holds = holds && value == other;
      found += fmt::format(", and {} in {}", metrics::value_text(expectation.metric, other),
                           observed.topology.at(*expectation.same_as).name);
    }
    if (holds) continue;
    verdict.holds = false;
    verdict.found.push_back(std::move(found));
  }
  return verdict;
}

ExpectationJudge::ExpectationJudge(const std::vector<Expectation>& expectations,
                                   Observation& observed)
    : expectations_{expectations}, observed_{observed}, verdicts_(expectations.size()) {
  for (std::size_t place = 0; place < expectations_.size(); ++place) {
    if (expectations_[place].at) by_moment_.push_back(place);
  }
  std::ranges::stable_sort(by_moment_, {},
                           [&](std::size_t place) { return *expectations_[place].at; });
}

void ExpectationJudge::begin(const history::Topology&) {}

void ExpectationJudge::on_event(const history::Event& event) { judge_before(event.at); }

/// Judges those whose moment is over, with all events of that moment seen.
void ExpectationJudge::judge_before(history::Time now) {
  for (; judged_ < by_moment_.size(); ++judged_) {
    const Expectation& expectation = expectations_[by_moment_[judged_]];
    const history::Time moment{*expectation.at};
    if (moment >= now) return;
    observed_.advance(moment);
    verdicts_[by_moment_[judged_]] = judge(expectation, observed_);
  }
}

std::vector<Verdict> ExpectationJudge::verdicts() {
  judge_before(history::Time::max());
  for (std::size_t place = 0; place < expectations_.size(); ++place) {
    if (!expectations_[place].at) verdicts_[place] = judge(expectations_[place], observed_);
  }
  return verdicts_;
}

}  // namespace spindrift::cli
