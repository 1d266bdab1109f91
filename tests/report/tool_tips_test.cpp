#include <algorithm>

#include <catch2/catch.hpp>

#include "analysis/report/page.hpp"
#include "analysis/time_text.hpp"
#include "tests/cli/regional_story.hpp"
#include "tests/report/well_formed.hpp"

namespace spindrift::report {

using namespace std::chrono_literals;
using analysis::time_text;

namespace {

history::History story_of(bool heals) {
  return cli::regional_story(heals).history(heals ? 13h : 4h);
}

/// The tool-tips of the drawing of that id, sorted.
std::vector<std::string> tips_in(const std::string& page, const std::string& id) {
  for (const std::string& drawing : elements(page, "svg")) {
    if (drawing.find("id=\"" + id + '"') == std::string::npos) continue;
    std::vector<std::string> tips = texts(drawing, "title");
    std::ranges::sort(tips);
    return tips;
  }
  return {};
}

std::string until(const std::optional<history::Time>& moment) {
  return moment ? time_text(*moment) : "the end";
}

/// What the map must say of a cluster, from analyses of their own.
std::vector<std::string> expected_of(const history::History& history, const std::string& name) {
  analysis::Membership membership;
  analysis::Divergence divergence;
  history::Fanout sinks;
  sinks.add(membership);
  sinks.add(divergence);
  history::replay(history, sinks);
  const history::ClusterId cluster = history.topology.find_cluster(name);
  std::vector<std::string> tips;
  for (const auto& each : membership.listings()) {
    if (each.cluster != cluster) continue;
    tips.push_back(name + " lists " + to_string(history.topology, each.key) + " from " +
                   time_text(each.from) + " until " + until(each.until));
  }
  const auto present = divergence.present();
  for (const auto* const all : {&divergence.past(), &present}) {
    for (const auto& each : *all) {
      if (each.cluster != cluster) continue;
      const history::Time end = each.until.value_or(history.events.back().at);
      tips.push_back(name + " misses " + to_string(history.topology, each.key) + " from " +
                     time_text(each.since) + " until " + until(each.until) + ", for " +
                     analysis::span_text(end - each.since));
    }
  }
  std::ranges::sort(tips);
  return tips;
}

}  // namespace

TEST_CASE("the map says of each key what the analyses say, and nothing else") {
  for (const bool heals : {true, false}) {
    const history::History history = story_of(heals);
    const std::string page = page_of(examine({}, history));
    const auto expected = expected_of(history, "B");
    CHECK(expected.size() == (heals ? 6 : 4));
    CHECK(tips_in(page, "map-1") == expected);
    CHECK(tips_in(page, "map-0") == expected_of(history, "root"));
  }
}

TEST_CASE("the lines of counts say each count of the membership that lasts") {
  const history::History history = story_of(true);
  const auto tips = tips_in(page_of(examine({}, history)), "keys-plot");
  // B: 3 keys from 4 s on, two more with the answer at 12 h 12 s.
  CHECK(std::ranges::count(tips, "B: 3 keys from 4s until 12h00m12s") == 1);
  CHECK(std::ranges::count(tips, "B: 5 keys from 12h00m12s until the end") == 1);
  CHECK(std::ranges::count(tips, "root and A: 3 keys from 4s until 2h00m00s") == 0);
  CHECK(std::ranges::any_of(tips, [](const std::string& tip) {
    return tip.starts_with("root and A: 4 keys from 2h00m00s");
  }));
}

TEST_CASE("the lanes say who was started and why, who was deaf and which keys were made") {
  const auto tips = tips_in(page_of(examine({}, story_of(true))), "lanes-0");
  const auto says = [&](const std::string& text) {
    return std::ranges::any_of(
        tips, [&](const std::string& tip) { return tip.find(text) != std::string::npos; });
  };
  CHECK(says("B/1 started 1h00m00s"));
  CHECK(says("B/1 was restarted, its disk kept"));
  CHECK(says("answers from 1h00m02s"));
  CHECK(says("B is deaf from 1h00m00s until 12h00m12s, for 11h00m12s"));
  const auto later = tips_in(page_of(examine({}, story_of(true))), "lanes-1");
  CHECK(std::ranges::count(later, "A/1 prepared A/1#2 at 2h00m00s; it signs 0s later") == 1);
  CHECK(std::ranges::any_of(later, [](const std::string& tip) {
    return tip.starts_with("B misses 1 key from 2h00m00s until 12h00m12s");
  }));
}

}  // namespace spindrift::report
