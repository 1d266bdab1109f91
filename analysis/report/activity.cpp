#include "analysis/report/activity.hpp"

#include <algorithm>

#include "analysis/report/plot.hpp"

namespace spindrift::report {
namespace {

struct Change {
  history::Time at{};
  bool is_process = false;
  bool is_first_start = false;
};

std::vector<Change> changes_of(const Material& material) {
  std::vector<Change> changes;
  for (const std::vector<Life>& lives : material.lives.all()) {
    for (const Life& life : lives) {
      const bool is_first = &life == &lives.front();
      const bool failed = life.ended && life.ended_by_itself && !life.listening;
      changes.push_back({life.spawned, true, is_first && !failed});
      if (life.listening) changes.push_back({*life.listening, true, is_first});
      if (life.ended) changes.push_back({*life.ended, true, false});
    }
  }
  for (const analysis::MissingKey& each : material.absences()) {
    changes.push_back({each.published_at, false, false});
  }
  std::ranges::stable_sort(changes, {}, &Change::at);
  return changes;
}

}  // namespace

std::vector<ActivityWindow> activity_windows(const Material& material) {
  // Longer than what an operator waits between two servers, shorter than between two rolls.
  const history::Duration pause =
      std::max<history::Duration>(std::chrono::minutes{2}, material.end().time_since_epoch() / 72);
  std::vector<ActivityWindow> windows;
  for (const Change& change : changes_of(material)) {
    if (windows.empty() || change.at - windows.back().until > pause) {
      windows.push_back({change.at, change.at, 0, false, true});
    }
    windows.back().until = change.at;
    ++windows.back().changes;
    windows.back().has_processes = windows.back().has_processes || change.is_process;
    windows.back().is_first_start = windows.back().is_first_start && change.is_first_start;
  }
  return windows;
}

void draw_activity(Markup& page, const Material& material, const TimeScale& scale, double height) {
  page.open("g", {{"aria-hidden", "true"}});
  for (const ActivityWindow& window : activity_windows(material)) {
    if (window.is_first_start || !window.has_processes) continue;
    draw_span(page, scale, window.from, window.until, 0, height, "work", "");
  }
  page.close();
}

}  // namespace spindrift::report
