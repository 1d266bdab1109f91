#include <algorithm>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "analysis/report/comparison_section.hpp"
#include "analysis/report/page.hpp"
#include "analysis/report/vega_lite.hpp"
#include "analysis/review/conclusions.hpp"
#include "tests/cli/regional_story.hpp"
#include "tests/report/well_formed.hpp"

namespace spindrift::report {

using namespace std::chrono_literals;
using enum metrics::FleetMetric;

namespace {

/// An alternative whose values vary a little around these, the same way for all.
review::Alternative alternative(const std::string& name, double failed, double keys, double roll) {
  review::Alternative made;
  made.name = name;
  made.summary = "What " + name + " <does>.";
  for (int replication = 0; replication < 20; ++replication) {
    const double luck = 1 + 0.01 * (replication % 5 - 2);
    metrics::MetricValues values;
    values[failed_verifications] = failed * luck;
    values[keys_at_most] = keys;
    values[roll_duration] = roll * luck;
    made.replications.push_back(values);
  }
  return made;
}

review::Comparison comparison() {
  review::Comparison made;
  made.scenario = "regional";
  made.replications.count = 20;
  made.luck = {"phases"};
  made.metrics = {failed_verifications, keys_at_most, roll_duration};
  made.pareto_metrics = {failed_verifications, roll_duration};
  made.objective = review::parse_objective("no failed tokens, at most 90 keys, then shortest roll");
  made.alternatives = {alternative("as it is", 120762, 87, 1200), alternative("a+b", 0, 87, 1200),
                       alternative("slow", 1500, 95, 90000), alternative("twin", 120762, 87, 1200)};
  review::draw_conclusions(made);
  return made;
}

std::string page() {
  const review::Comparison compared = comparison();
  return page_of(examine({}, cli::regional_story(true).history(13h)), &compared);
}

}  // namespace

TEST_CASE("values for people are grouped, short, and keep their sign") {
  using metrics::Unit;
  CHECK(figure_text(Unit::count, 120761.6) == "120,762");
  CHECK(figure_text(Unit::count, -2.5) == "−2.5");
  CHECK(figure_text(Unit::count, -0.001) == "0");
  CHECK(figure_text(Unit::seconds, 5400) == "1h30m00s");
  CHECK(interval_text({3, 3, 3, 0.95}, Unit::count) == "3");
  CHECK(interval_text({3, 2, 4, 0.95}, Unit::count) == "3 (2 to 4)");
  CHECK(words_of(failed_verifications) == "failed verifications");
}

TEST_CASE("a page with a comparison has its verdict first, and every drawing is well-formed") {
  const std::string text = page();
  CHECK(text.find("id=\"verdict\">" + escaped(comparison().verdict)) != std::string::npos);
  CHECK(text.find("One run of the baseline") != std::string::npos);
  const auto drawings = elements(text, "svg");
  CHECK(drawings.size() >= 9);
  for (const std::string& drawing : drawings) CHECK(fault_of_xml(drawing) == "");
}

TEST_CASE("the table of alternatives has their means and what is claimed of them") {
  const review::Comparison compared = comparison();
  const std::string table = elements(page(), "table").front();
  const auto rows = elements(table, "tr");
  REQUIRE(rows.size() == 5);
  CHECK(texts(rows[1], "b") == std::vector<std::string>{"a+b", "0", "87", "20m00s"});
  CHECK(texts(rows[1], "small") ==
        std::vector<std::string>{"What a+b <does>.", "better", "the same", "the same"});
  // In the order of the objective, whose limits all others break.
  for (std::size_t place = 0; place < compared.by_objective.size(); ++place) {
    const auto& name = compared.alternatives[compared.by_objective[place].alternative].name;
    CHECK(texts(rows[place + 1], "b").front() == name);
  }
  CHECK(page().find("breaks keys at most ≤ 90 in 20 of 20 replications: 95 at worst") !=
        std::string::npos);
}

TEST_CASE("tool-tips of intervals say mean, interval and difference of the comparison") {
  const review::Comparison compared = comparison();
  for (const std::string& drawing : elements(page(), "svg")) {
    if (drawing.find("id=\"intervals-0\"") == std::string::npos) continue;
    const auto tips = texts(drawing, "title");
    REQUIRE(tips.size() == 4);
    const auto& summary = compared.alternatives[2].metrics[0];
    CHECK(std::ranges::count(
              tips, "slow: " + interval_text(summary.mean, metrics::Unit::count) + "; less by " +
                        interval_text(summary.difference, metrics::Unit::count)) == 1);
    CHECK(std::ranges::count_if(tips, [](const std::string& tip) {
            return tip.find("the others are compared with it") != std::string::npos;
          }) == 1);
    return;
  }
  FAIL("no drawing of the first metric");
}

TEST_CASE("every row of a metric has an upright stroke at the baseline's mean") {
  const review::Comparison compared = comparison();
  for (const std::string& drawing : elements(page(), "svg")) {
    if (drawing.find("id=\"intervals-0\"") == std::string::npos) continue;
    std::size_t strokes = 0;
    std::size_t circles_there = 0;
    const std::string stroke = "class=\"of-baseline\" x1=\"";
    for (auto at = drawing.find(stroke); at != std::string::npos;
         at = drawing.find(stroke, at + 1)) {
      const auto begin = at + stroke.size();
      const std::string place = drawing.substr(begin, drawing.find('"', begin) - begin);
      ++strokes;
      // The baseline and its twin stand there.
      if (drawing.find("<circle cx=\"" + place + '"') != std::string::npos) ++circles_there;
    }
    CHECK(strokes == compared.alternatives.size());
    CHECK(circles_there == strokes);
    return;
  }
  FAIL("no drawing of the first metric");
}

TEST_CASE("the plot of prices fills those on the front, and names twins together") {
  for (const std::string& drawing : elements(page(), "svg")) {
    if (drawing.find("id=\"pareto-plot\"") == std::string::npos) continue;
    CHECK(elements(drawing, "circle").size() == 4);
    const auto circles = elements(drawing, "circle");
    const auto filled = std::ranges::count_if(circles, [](const std::string& circle) {
      return circle.find("point front") != std::string::npos;
    });
    CHECK(filled == static_cast<std::ptrdiff_t>(comparison().pareto.members.size()));
    CHECK(std::ranges::count(texts(drawing, "text"), "A D") == 1);
    return;
  }
  FAIL("no plot of prices");
}

TEST_CASE("a comparison is two Vega-Lite specifications more") {
  const auto files = vega_lite_specs(comparison());
  REQUIRE(files.size() == 2);
  const auto ranking = nlohmann::json::parse(files[0].text);
  CHECK(ranking["data"]["values"].size() == 12);
  const auto pareto = nlohmann::json::parse(files[1].text);
  CHECK(pareto["data"]["values"][0]["x"].get<double>() == Approx(120762));
  CHECK(pareto["data"]["values"][1]["on the front"] == true);
}

}  // namespace spindrift::report
