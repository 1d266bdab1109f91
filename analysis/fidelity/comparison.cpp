#include "analysis/fidelity/comparison.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace spindrift::analysis {

using history::BundleRecord;
using history::ClusterId;
using history::Duration;
using history::Key;
using history::KeyType;
using history::Time;

namespace {

/// Which transition: cluster, key, tainted, appears. A process's end stands under no cluster.
using Name = std::tuple<ClusterId, Key, bool, bool>;
using Times = std::map<Name, std::vector<Time>>;

/// Collects the transitions of a history, with keys numbered in order of first appearance.
class Collector {
 public:
  explicit Collector(const history::History& history) {
    for (const history::Event& event : history.events) {
      if (const auto* const change = std::get_if<history::BundleChanged>(&event.what)) {
        for (const BundleRecord& record : change->added) add(*change, record, true, event.at);
        for (const BundleRecord& record : change->removed) add(*change, record, false, event.at);
      } else if (const auto* const end = std::get_if<history::ServerEnded>(&event.what)) {
        if (end->by_itself) ends_[end->server].push_back(event.at);
      }
    }
  }

  [[nodiscard]] const Times& times() const { return times_; }
  [[nodiscard]] const std::map<history::ServerId, std::vector<Time>>& ends() const { return ends_; }

 private:
  void add(const history::BundleChanged& change, const BundleRecord& record, bool appears,
           Time at) {
    if (record.key.type != KeyType::jwt) return;
    auto [known, is_new] = renamed_.try_emplace(record.key, record.key);
    if (is_new) known->second.number = ++seen_[record.key.maker];
    times_[{change.cluster, known->second, record.tainted, appears}].push_back(at);
  }

  Times times_;
  std::map<history::ServerId, std::vector<Time>> ends_;
  std::map<Key, Key> renamed_;
  std::map<history::ServerId, std::uint32_t> seen_;
};

std::string describe(const history::Topology& topology, const Name& name) {
  const auto& [cluster, key, tainted, appears] = name;
  return topology.at(cluster).name + (appears ? " lists " : " drops ") + to_string(topology, key) +
         (tainted ? " (tainted)" : "");
}

Duration distance(Time left, Time right) { return left < right ? right - left : left - right; }

Duration quantile(const std::vector<Duration>& sorted, double share) {
  if (sorted.empty()) return {};
  const auto place = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
  return sorted[place];
}

/// Neighbours of one cluster whose order is reversed.
std::size_t count_reversals(const std::map<ClusterId, std::vector<std::pair<Time, Time>>>& pairs) {
  constexpr Duration noticeable = std::chrono::seconds{1};
  std::size_t count = 0;
  for (auto [cluster, times] : pairs) {
    std::sort(times.begin(), times.end());
    for (std::size_t place = 1; place < times.size(); ++place) {
      const bool later = times[place].first - times[place - 1].first > noticeable;
      if (later && times[place - 1].second - times[place].second > noticeable) ++count;
    }
  }
  return count;
}

void compare_ends(const Collector& recorded, const Collector& predicted,
                  const history::Topology& topology, Comparison& result) {
  std::map<history::ServerId, std::pair<std::vector<Time>, std::vector<Time>>> both;
  for (const auto& [server, times] : recorded.ends()) both[server].first = times;
  for (const auto& [server, times] : predicted.ends()) both[server].second = times;
  for (const auto& [server, times] : both) {
    const auto& [real, simulated] = times;
    result.ends_recorded += real.size();
    const std::size_t matched = std::min(real.size(), simulated.size());
    result.ends_matched += matched;
    result.ends_spurious += simulated.size() - matched;
    for (std::size_t place = 0; place < std::max(real.size(), simulated.size()); ++place) {
      Transition end;
      end.what = topology.at(server).name + " ends by itself";
      if (place < real.size()) end.recorded_at = real[place];
      if (place < simulated.size()) end.predicted_at = simulated[place];
      result.transitions.push_back(std::move(end));
    }
  }
}

}  // namespace

Comparison compare(const history::History& recorded, const history::History& predicted) {
  const Collector real{recorded};
  const Collector simulated{predicted};
  std::map<Name, std::pair<std::vector<Time>, std::vector<Time>>> both;
  for (const auto& [name, times] : real.times()) both[name].first = times;
  for (const auto& [name, times] : simulated.times()) both[name].second = times;

  Comparison result;
  std::vector<Duration> errors;
  std::map<ClusterId, std::vector<std::pair<Time, Time>>> pairs;
  for (const auto& [name, times] : both) {
    for (std::size_t place = 0; place < std::max(times.first.size(), times.second.size());
         ++place) {
      Transition transition;
      transition.what = describe(recorded.topology, name);
      if (place < times.first.size()) transition.recorded_at = times.first[place];
      if (place < times.second.size()) transition.predicted_at = times.second[place];
      if (transition.recorded_at && transition.predicted_at) {
        ++result.matched;
        errors.push_back(distance(*transition.recorded_at, *transition.predicted_at));
        pairs[std::get<ClusterId>(name)].emplace_back(*transition.recorded_at,
                                                      *transition.predicted_at);
      } else if (transition.recorded_at) {
        ++result.missing;
      } else {
        ++result.spurious;
      }
      result.transitions.push_back(std::move(transition));
    }
  }
  std::sort(errors.begin(), errors.end());
  result.error_median = quantile(errors, 0.5);
  result.error_95 = quantile(errors, 0.95);
  result.error_max = errors.empty() ? Duration{} : errors.back();
  result.out_of_order = count_reversals(pairs);
  compare_ends(real, simulated, recorded.topology, result);
  const auto when = [](const Transition& transition) {
    return transition.recorded_at.value_or(transition.predicted_at.value_or(Time{}));
  };
  std::stable_sort(
      result.transitions.begin(), result.transitions.end(),
      [&](const Transition& left, const Transition& right) { return when(left) < when(right); });
  return result;
}

}  // namespace spindrift::analysis
