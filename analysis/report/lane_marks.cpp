#include "analysis/report/lane_marks.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "analysis/explanation/key_story.hpp"
#include "analysis/report/number_text.hpp"
#include "analysis/report/plot.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::report {
namespace {

using analysis::span_text;
using analysis::time_text;

/// The same key has the same word in marks and arrows, so that they can be lit together.
std::string key_word(const history::Key& key) {
  return fmt::format("k{}-{}", index(key.maker), key.number);
}

}  // namespace

void LaneMarks::draw() const {
  for (const Lanes::Lane& lane : lanes_.all()) {
    if (lane.server == history::ServerId::none) {
      draw_bundle(lane);
      draw_missing(lane);
    } else {
      draw_lives(lane);
    }
  }
  draw_arrows();
  draw_keys();
}

void LaneMarks::draw_bundle(const Lanes::Lane& lane) const {
  const std::string& name = material_.name(lane.cluster);
  const double height = lane.height / 2;
  const double top = lane.top + lane.height / 4;
  for (const analysis::Listing& first : material_.membership.listings()) {
    if (first.cluster != lane.cluster) continue;
    if (is_seen(first.from, material_.end())) {
      draw_span(page_, scale_, first.from, scale_.until(), top, height, "bundle", "");
    }
    break;
  }
  for (const analysis::DeafInterval& each : material_.observed->deafness.intervals()) {
    const history::Time until = each.until.value_or(material_.end());
    if (each.cluster != lane.cluster || !is_seen(each.from, until)) continue;
    draw_span(
        page_, scale_, each.from, until, top, height, "deaf",
        fmt::format("{} is deaf from {} until {}, for {}", name, time_text(each.from),
                    each.until ? time_text(*each.until) : "the end", span_text(until - each.from)));
  }
}

/// In steps of how many keys are missing at once.
void LaneMarks::draw_missing(const Lanes::Lane& lane) const {
  std::map<history::Time, int> steps;
  for (const analysis::MissingKey& each : material_.absences()) {
    if (each.cluster != lane.cluster) continue;
    ++steps[each.since];
    --steps[each.until.value_or(material_.end())];
  }
  int missing = 0;
  for (auto step = steps.begin(); step != steps.end(); ++step) {
    missing += step->second;
    const auto next = std::next(step);
    const history::Time until = next == steps.end() ? material_.end() : next->first;
    if (missing == 0 || !is_seen(step->first, until)) continue;
    draw_span(page_, scale_, step->first, until, lane.top, lane.height, "missing",
              fmt::format("{} misses {} from {} until {}", material_.name(lane.cluster),
                          counted(static_cast<std::uint64_t>(missing), "key"),
                          time_text(step->first), time_text(until)));
    if (until < scale_.until()) continue;
    page_.element(
        "text", fmt::format("misses {}", missing),
        {{"class", "short"}, {"x", "100%"}, {"dx", "6"}, {"y", pixels(lane.middle() + 4)}});
  }
}

void LaneMarks::draw_lives(const Lanes::Lane& lane) const {
  // Lives that follow each other closer than this cannot be told apart.
  const double closest = 0.0005 * static_cast<double>(thinning_ * thinning_);
  double drawn = -1;
  for (const Life& life : material_.lives.of(lane.server)) {
    if (!is_seen(life.spawned, life.ended.value_or(material_.end()))) continue;
    const double end = scale_.share(life.ended.value_or(material_.end()));
    if (end - drawn < closest) continue;
    drawn = end;
    draw_life(lane, life);
  }
}

std::string LaneMarks::life_text(const Life& life) const {
  std::string text = material_.name(life.server);
  const auto action = causes_.nearest_cause(life.spawned_by, [&](const history::Event& event) {
    const auto* const taken = std::get_if<history::ActionTaken>(&event.what);
    return taken != nullptr && taken->server == life.server;
  });
  text += " started " + time_text(life.spawned);
  if (!life.version.empty()) text += ", SPIRE " + life.version;
  if (action) {
    const auto& taken = std::get<history::ActionTaken>(causes_.event(*action).what);
    text += "; " + analysis::action_text(material_.topology(), taken);
  }
  text += life.listening ? "; answers from " + time_text(*life.listening) : "; never answers";
  if (life.ended) {
    text += (life.ended_by_itself ? "; ends by itself " : "; ends ") + time_text(*life.ended);
    if (!life.why.empty()) text += ": " + life.why;
  }
  return text;
}

void LaneMarks::draw_life(const Lanes::Lane& lane, const Life& life) const {
  const history::Time end = life.ended.value_or(material_.end());
  const history::Time up = life.listening.value_or(end);
  const std::string text = life_text(life);
  const double inset = 2;
  const double height = lane.height - 2 * inset;
  if (up >= scale_.from()) {
    draw_span(page_, scale_, life.spawned, up, lane.top + inset, height, "starting",
              life.listening ? "" : text);
  }
  if (life.listening && is_seen(up, end)) {
    draw_span(page_, scale_, up, end, lane.top + inset, height, "serving", text);
  }
  if (life.ended_by_itself && is_seen(end, end)) {
    const std::string x = percent(scale_.share(end));
    page_.element("text", "×",
                  {{"class", "failed"},
                   {"x", x},
                   {"y", pixels(lane.middle() + 5)},
                   {"text-anchor", "middle"}});
  }
}

void LaneMarks::draw_arrows() const {
  for (const CauseArrow& arrow : arrows_) {
    std::string kind = arrow.is_own ? "arrow own" : "arrow";
    for (const history::Key& key : arrow.keys) kind += ' ' + key_word(key);
    const bool goes_down = arrow.target->top > arrow.source->top;
    const double end = goes_down ? arrow.target->top : arrow.target->top + arrow.target->height;
    page_.empty("line", {{"class", kind},
                         {"x1", percent(scale_.share(arrow.from))},
                         {"y1", pixels(arrow.source->middle())},
                         {"x2", percent(scale_.share(arrow.to))},
                         {"y2", pixels(end)},
                         {"marker-end", "url(#head)"}});
  }
}

void LaneMarks::draw_keys() const {
  std::map<history::Key, history::Time> activated;
  for (const history::Event& event : material_.history.events) {
    const auto* const active = std::get_if<history::KeyActivated>(&event.what);
    if (active != nullptr) activated.emplace(active->key, event.at);
  }
  for (const history::Event& event : material_.history.events) {
    const auto* const made = std::get_if<history::KeyPrepared>(&event.what);
    if (made == nullptr || made->key.type != history::KeyType::jwt) continue;
    const Lanes::Lane* const lane = lanes_.of(made->server);
    if (lane == nullptr || !is_seen(event.at, event.at)) continue;
    std::string text = fmt::format("{} prepared {} at {}", material_.name(made->server),
                                   to_string(material_.topology(), made->key), time_text(event.at));
    const auto signs = activated.find(made->key);
    text += signs == activated.end()
                ? "; it never signs"
                : fmt::format("; it signs {} later", span_text(signs->second - event.at));
    page_.open("circle", {{"class", "key"},
                          {"cx", percent(scale_.share(event.at))},
                          {"cy", pixels(lane->middle())},
                          {"r", "4"},
                          {"data-key", key_word(made->key)}});
    page_.element("title", text).close();
  }
}

}  // namespace spindrift::report
