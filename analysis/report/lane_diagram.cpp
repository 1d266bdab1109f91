#include "analysis/report/lane_diagram.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/report/lane_marks.hpp"
#include "analysis/report/lanes.hpp"
#include "analysis/report/number_text.hpp"
#include "analysis/report/plot.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::report {
namespace {

constexpr std::size_t windows_max = 5;

/// The windows that tell most, by time. The first start of everything only if it is the only one.
std::vector<ActivityWindow> chosen_windows(const Material& material, std::size_t& left_out) {
  std::vector<ActivityWindow> all = activity_windows(material);
  const auto told = std::ranges::remove_if(
      all, [&](const ActivityWindow& each) { return all.size() > 1 && each.is_first_start; });
  all.erase(told.begin(), told.end());
  left_out = 0;
  if (all.size() > windows_max) {
    left_out = all.size() - windows_max;
    std::ranges::stable_sort(all, std::greater<>{}, &ActivityWindow::changes);
    all.resize(windows_max);
    std::ranges::sort(all, {}, &ActivityWindow::from);
  }
  return all;
}

/// A little before and after it, so that what it led to is seen as well.
TimeScale scale_of(const ActivityWindow& window, history::Time end) {
  using std::chrono::seconds;
  const history::Duration span = window.until - window.from;
  const history::Duration before = std::max<history::Duration>(span / 25, seconds{2});
  const history::Duration after = std::max<history::Duration>(span / 8, seconds{10});
  const history::Time from = std::max(history::Time{}, window.from - before);
  return {from, std::max(std::min(end, window.until + after), from + seconds{1})};
}

void draw_names(Markup& page, const Lanes& lanes, const Material& material) {
  page.open("g", {{"aria-hidden", "true"}});
  for (const Lanes::Lane& lane : lanes.all()) {
    const bool is_bundle = lane.server == history::ServerId::none;
    page.element("text", is_bundle ? material.name(lane.cluster) : material.name(lane.server),
                 {{"class", is_bundle ? "lane-cluster" : "lane-server"},
                  {"x", "0"},
                  {"dx", "-8"},
                  {"y", pixels(lane.middle() + 4)},
                  {"text-anchor", "end"}});
  }
  page.close();
}

double name_margin(const Material& material) {
  std::size_t longest = 0;
  for (const auto& each : material.topology().servers) {
    longest = std::max(longest, each.name.size());
  }
  return std::clamp(static_cast<double>(longest) * 7 + 18, 52.0, 110.0);
}

std::string title_of(const ActivityWindow& window, const Material& material) {
  const auto& rolls = material.observed->operations.rolls();
  const bool is_roll = std::ranges::any_of(rolls, [&](const analysis::Roll& roll) {
    return roll.began <= window.until && roll.ended.value_or(material.end()) >= window.from;
  });
  const std::string from = analysis::time_text(window.from);
  const std::string until = analysis::time_text(window.until);
  return fmt::format("{} {}",
                     is_roll                 ? "Rolling restart"
                     : window.is_first_start ? "First start"
                     : window.has_processes  ? "Servers come and go"
                                             : "New keys that were missed",
                     from == until ? "at " + from : "from " + from + " to " + until);
}

void draw_window(Markup& page, const ActivityWindow& window, std::size_t number,
                 const Material& material, const analysis::CauseGraph& causes,
                 std::size_t thinning) {
  const Lanes lanes{material, window};
  const TimeScale scale = scale_of(window, material.end());
  std::string title = title_of(window, material);
  if (lanes.left_out() > 0) {
    title += fmt::format(" ({} are not drawn)", counted(lanes.left_out(), "further server"));
  }
  const LaneMarks marks{page, material, causes, lanes, scale, thinning};
  if (!marks.has_every_arrow()) title += " (arrows of later keys are not drawn)";
  page.element("h4", title);
  open_plot(page, {fmt::format("lanes-{}", number), title + "; arrow keys go from mark to mark",
                   lanes.height(), name_margin(material), 64});
  draw_time_axis(page, scale, lanes.height());
  draw_names(page, lanes, material);
  marks.draw();
  close_plot(page);
}

void draw_legend(Markup& page) {
  page.open("p", {{"class", "legend"}, {"aria-hidden", "true"}});
  const auto entry = [&](const std::string& kind, const std::string& text) {
    page.open("span").element("i", "", {{"class", "swatch " + kind}}).text(text).close();
  };
  entry("serving", "answers");
  entry("starting", "starts");
  entry("failed", "ended by itself");
  entry("bundle", "bundle has every key");
  entry("deaf", "deaf: hears of no new keys");
  entry("missing", "misses keys");
  entry("key", "makes a JWT key");
  entry("arrow", "the key reaches a bundle");
  page.close();
}

}  // namespace

void draw_lane_diagrams(Markup& page, const Material& material, std::size_t thinning) {
  std::size_t left_out = 0;
  const std::vector<ActivityWindow> windows = chosen_windows(material, left_out);
  if (windows.empty()) return;
  std::string how =
      "A lane for each server, below its cluster's bundle. Arrows are recorded causes: how a new "
      "key came into each bundle; where no arrow ends, nobody was told. Point at a key, or step to "
      "it with the arrow keys, to see only its own.";
  if (left_out > 0)
    how += fmt::format(" {} with fewer changes are not drawn.", counted(left_out, "other time"));
  open_figure(page, "lanes", "Restarts, server by server", how);
  draw_legend(page);
  const analysis::CauseGraph causes{material.history};
  for (std::size_t place = 0; place < windows.size(); ++place) {
    draw_window(page, windows[place], place, material, causes, thinning);
  }
  close_figure(page);
}

}  // namespace spindrift::report
