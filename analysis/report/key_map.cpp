#include "analysis/report/key_map.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "analysis/report/activity.hpp"
#include "analysis/report/number_text.hpp"
#include "analysis/report/plot.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::report {
namespace {

using analysis::Listing;
using analysis::MissingKey;
using analysis::time_text;
using history::ClusterId;
using history::Key;

constexpr std::size_t most_rows = 700;
constexpr std::size_t panels_max = 10;
constexpr std::size_t named_rows_max = 40;

/// What all panels of the map share: a line for each key.
struct Rows {
  std::map<Key, std::size_t> places;
  std::vector<Key> keys;  ///< by place
  std::size_t left_out = 0;
  double height = 0;  ///< of one

  [[nodiscard]] bool are_named() const { return keys.size() <= named_rows_max; }
  [[nodiscard]] double total() const { return height * static_cast<double>(keys.size()); }
};

/// Where nothing is missing, single keys need not be told apart.
double row_height(std::size_t keys, bool some_are_missing) {
  if (keys <= named_rows_max) return 13;
  const double lowest = some_are_missing ? 1.5 : 0.5;
  return std::clamp(240.0 / static_cast<double>(keys), lowest, 7.0);
}

/// All keys by their first listing anywhere. When there are too many, those that were missed
/// before the others.
Rows rows_of(const Material& material, const std::vector<MissingKey>& absences,
             std::size_t rows_max) {
  std::set<Key> seen;
  std::set<Key> missed;
  std::vector<Key> keys;
  for (const MissingKey& each : absences) missed.insert(each.key);
  for (const Listing& each : material.membership.listings()) {
    if (seen.insert(each.key).second) keys.push_back(each.key);
  }
  Rows rows;
  if (keys.size() > rows_max) {
    rows.left_out = keys.size() - rows_max;
    std::size_t others = rows_max - std::min(rows_max, missed.size());
    std::size_t wanted = rows_max;
    for (const Key& key : keys) {
      if (wanted == 0) break;
      if (!missed.contains(key) && others == 0) continue;
      if (!missed.contains(key)) --others;
      --wanted;
      rows.keys.push_back(key);
    }
  } else {
    rows.keys = std::move(keys);
  }
  for (std::size_t place = 0; place < rows.keys.size(); ++place) {
    rows.places.emplace(rows.keys[place], place);
  }
  rows.height = row_height(rows.keys.size(), !missed.empty());
  return rows;
}

/// One of the map's panels: a cluster, alone or for others that are like it.
struct Panel {
  ClusterId cluster = ClusterId::none;
  std::string title;
  std::vector<const MissingKey*> absences;
};

std::vector<Panel> panels_of(const Material& material, const std::vector<MissingKey>& absences) {
  std::vector<Panel> panels;
  std::vector<std::string> complete;
  std::vector<std::string> left_out;
  for (const ClusterFinding& each : material.findings.clusters) {
    Panel panel{each.cluster, {}, {}};
    for (const MissingKey& missing : absences) {
      if (missing.cluster == each.cluster) panel.absences.push_back(&missing);
    }
    const std::string& name = material.name(each.cluster);
    if (panel.absences.empty()) {
      if (complete.empty()) panels.insert(panels.begin(), panel);
      complete.push_back(name);
    } else if (panels.size() >= panels_max) {
      left_out.push_back(name);
    } else {
      panel.title = fmt::format("{} missed {}", name, counted(each.missed, "key"));
      panels.push_back(std::move(panel));
    }
  }
  if (!complete.empty()) {
    panels.front().title =
        fmt::format("{} missed nothing{}", joined(complete, 8),
                    complete.size() > 1 ? "; drawn: " + material.name(panels.front().cluster) : "");
  }
  if (!left_out.empty()) {
    panels.back().title += fmt::format(" ({} missed some as well, not drawn)", joined(left_out));
  }
  return panels;
}

void draw_row_names(Markup& page, const Rows& rows, const Material& material) {
  page.open("g", {{"class", "axis"}, {"aria-hidden", "true"}});
  for (std::size_t place = 0; place < rows.keys.size(); ++place) {
    page.element("text", to_string(material.topology(), rows.keys[place]),
                 {{"x", "0"},
                  {"dx", "-8"},
                  {"y", pixels(rows.height * (static_cast<double>(place) + 0.5) + 4)},
                  {"text-anchor", "end"}});
  }
  page.close();
}

std::string until_text(const std::optional<history::Time>& until) {
  return until ? time_text(*until) : "the end";
}

void draw_listings(Markup& page, const Panel& panel, const Rows& rows, const TimeScale& scale,
                   const Material& material) {
  const double gap = rows.height > 5 ? 2 : rows.height > 2.5 ? 0.6 : 0;
  for (const Listing& each : material.membership.listings()) {
    const auto found = rows.places.find(each.key);
    if (each.cluster != panel.cluster || found == rows.places.end()) continue;
    draw_span(page, scale, each.from, each.until.value_or(material.end()),
              rows.height * static_cast<double>(found->second), rows.height - gap, "held",
              fmt::format("{} lists {} from {} until {}", material.name(panel.cluster),
                          to_string(material.topology(), each.key), time_text(each.from),
                          until_text(each.until)));
  }
}

void draw_absences(Markup& page, const Panel& panel, const Rows& rows, const TimeScale& scale,
                   const Material& material) {
  const double gap = rows.height > 5 ? 2 : 0;
  for (const MissingKey* const each : panel.absences) {
    const auto found = rows.places.find(each->key);
    if (found == rows.places.end()) continue;
    const history::Time until = each->until.value_or(material.end());
    draw_span(page, scale, each->since, until, rows.height * static_cast<double>(found->second),
              std::max(rows.height - gap, 2.0), "missing",
              fmt::format("{} misses {} from {} until {}, for {}", material.name(panel.cluster),
                          to_string(material.topology(), each->key), time_text(each->since),
                          until_text(each->until), analysis::span_text(until - each->since)));
  }
}

void draw_panel(Markup& page, const Panel& panel, std::size_t number, const Rows& rows,
                const TimeScale& scale, const Material& material) {
  page.element("h4", panel.title, {{"class", panel.absences.empty() ? "fine" : "bad"}});
  open_plot(page, {fmt::format("map-{}", number), panel.title + "; arrow keys go from key to key",
                   rows.total(), rows.are_named() ? 72.0 : 48.0, 16});
  draw_activity(page, material, scale, rows.total());
  draw_time_axis(page, scale, rows.total());
  if (rows.are_named()) draw_row_names(page, rows, material);
  draw_listings(page, panel, rows, scale, material);
  draw_absences(page, panel, rows, scale, material);
  close_plot(page);
}

}  // namespace

void draw_key_map(Markup& page, const Material& material, std::size_t thinning) {
  const std::vector<MissingKey> absences = material.absences();
  const Rows rows = rows_of(material, absences, most_rows / thinning);
  if (rows.keys.empty()) return;
  const TimeScale scale{history::Time{}, material.end()};
  std::string how = fmt::format(
      "A line for each of {} in the order of publication, the first at the top. Drawn while a "
      "bundle lists the key; vermilion while it should and does not, for a minute or longer.",
      counted(rows.keys.size(), "key"));
  if (rows.left_out > 0) {
    how += fmt::format(" {} are not drawn.", counted(rows.left_out, "later key"));
  }
  open_figure(page, "map", "Who holds which key when", how);
  const std::vector<Panel> panels = panels_of(material, absences);
  for (std::size_t place = 0; place < panels.size(); ++place) {
    draw_panel(page, panels[place], place, rows, scale, material);
  }
  close_figure(page);
}

}  // namespace spindrift::report
