#include "analysis/report/count_lines.hpp"

#include <algorithm>

namespace spindrift::report {
namespace {

/// Whether the two counts differ for a minute or longer somewhere.
bool differ(const std::vector<CountPoint>& one, const std::vector<CountPoint>& other,
            history::Time end) {
  constexpr history::Duration noticeable = std::chrono::minutes{1};
  std::size_t at_one = 0;
  std::size_t at_other = 0;
  std::size_t count_one = 0;
  std::size_t count_other = 0;
  std::optional<history::Time> since;
  while (at_one < one.size() || at_other < other.size()) {
    history::Time now = history::Time::max();
    if (at_one < one.size()) now = one[at_one].at;
    if (at_other < other.size()) now = std::min(now, other[at_other].at);
    for (; at_one < one.size() && one[at_one].at == now; ++at_one) count_one = one[at_one].count;
    for (; at_other < other.size() && other[at_other].at == now; ++at_other) {
      count_other = other[at_other].count;
    }
    if (since && now - *since >= noticeable) return true;
    if (count_one == count_other) {
      since.reset();
    } else if (!since) {
      since = now;
    }
  }
  return since && end - *since >= noticeable;
}

}  // namespace

std::vector<CountLine> count_lines(const Material& material) {
  std::vector<std::vector<CountPoint>> points(material.topology().clusters.size());
  for (const analysis::CountStep& step : material.membership.steps()) {
    auto& line = points[index(step.cluster)];
    if (!line.empty() && line.back().at == step.from) {
      line.back().count = step.count;
    } else if (line.empty() || line.back().count != step.count) {
      line.push_back({step.from, step.count});
    }
  }
  std::vector<CountLine> lines;
  for (std::size_t place = 0; place < points.size(); ++place) {
    const history::ClusterId cluster{static_cast<std::uint32_t>(place)};
    const auto same = std::ranges::find_if(lines, [&](const CountLine& line) {
      return !differ(line.points, points[place], material.end());
    });
    if (same != lines.end()) {
      same->clusters.push_back(cluster);
    } else {
      lines.push_back({{cluster}, std::move(points[place])});
    }
  }
  return lines;
}

}  // namespace spindrift::report
