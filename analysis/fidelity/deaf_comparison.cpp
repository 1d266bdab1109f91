#include "analysis/fidelity/deaf_comparison.hpp"

#include <algorithm>

#include "sim/history/recording/inferred_silence.hpp"

namespace spindrift::analysis {
namespace {

using history::Duration;
using history::History;
using history::Time;

Time end_of(const DeafInterval& interval) { return interval.until.value_or(kernel::never); }

Duration overlap(const DeafInterval& left, const DeafInterval& right) {
  const Time from = std::max(left.from, right.from);
  const Time until = std::min(end_of(left), end_of(right));
  return until > from ? until - from : Duration{};
}

bool are_close(Time left, Time right, Duration tolerance) {
  return left < right ? right - left <= tolerance : left - right <= tolerance;
}

/// Whether that interval begins with silence that no log line told of.
bool is_inferred(const History& history, const DeafInterval& interval) {
  if (interval.began_by == history::EventId::none) return false;
  const history::Event& event = history.events.at(number(interval.began_by) - 1);
  const auto* const stopped = std::get_if<history::PollingStopped>(&event.what);
  return stopped != nullptr && stopped->why == history::inferred_silence;
}

bool agree(const ShownDeafness& recorded, const DeafInterval& simulated, Duration tolerance) {
  const DeafInterval& real = recorded.interval;
  const bool may_be_earlier = recorded.is_inferred && simulated.from <= real.from;
  const bool begins = may_be_earlier || are_close(real.from, simulated.from, tolerance);
  const bool both_last = !real.until && !simulated.until;
  const bool ends = both_last || (real.until && simulated.until &&
                                  are_close(*real.until, *simulated.until, tolerance));
  return begins && ends;
}

}  // namespace

std::vector<ShownDeafness> shown_deafness(const History& history) {
  Deafness deafness;
  replay(history, deafness);
  std::vector<ShownDeafness> shown;
  for (const DeafInterval& each : deafness.intervals()) {
    shown.push_back({each, is_inferred(history, each)});
  }
  return shown;
}

std::vector<DeafMatch> compare_deafness(const std::vector<ShownDeafness>& recorded,
                                        const std::vector<ShownDeafness>& predicted,
                                        Duration tolerance) {
  std::vector<DeafInterval> open;
  for (const ShownDeafness& each : predicted) open.push_back(each.interval);
  std::vector<DeafMatch> matches;
  for (const ShownDeafness& shown : recorded) {
    const DeafInterval& real = shown.interval;
    DeafMatch match{real.cluster, real, std::nullopt, false};
    const auto best = std::ranges::max_element(open, {}, [&](const DeafInterval& each) {
      return each.cluster == real.cluster ? overlap(real, each) : Duration{};
    });
    const bool meets =
        best != open.end() && best->cluster == real.cluster && overlap(real, *best) > Duration{};
    if (meets) {
      match.predicted = *best;
      match.agrees = agree(shown, *best, tolerance);
      open.erase(best);
    }
    matches.push_back(match);
  }
  for (const DeafInterval& left : open) {
    matches.push_back({left.cluster, std::nullopt, left, false});
  }
  return matches;
}

}  // namespace spindrift::analysis
