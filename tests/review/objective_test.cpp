#include "analysis/review/objective.hpp"

#include <catch2/catch.hpp>

#include "analysis/review/input_range.hpp"

namespace spindrift::review {
namespace {

using metrics::FleetMetric;
using metrics::MetricValues;

std::string complaint(const char* text) {
  try {
    static_cast<void>(parse_objective(text));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("an objective in words means the same as in signs") {
  const Objective words = parse_objective("no failed tokens, at most 90 keys, then shortest roll");
  const Objective signs =
      parse_objective("failed_verifications = 0, keys_at_most <= 90, roll_duration");
  CHECK(to_text(words) == to_text(signs));
  CHECK(to_text(words) == "failed_verifications <= 0, keys_at_most <= 90, then roll_duration");
  REQUIRE(words.limits.size() == 2);
  CHECK(words.limits[1].metric == FleetMetric::keys_at_most);
  CHECK(words.limits[1].value == 90);
  REQUIRE(words.goals.size() == 1);
  CHECK(words.goals[0][0].metric == FleetMetric::roll_duration);
}

TEST_CASE("times and prices in an objective have units") {
  const Objective objective =
      parse_objective("longest_outage <= 7m40s, dollars <= $35.5, at least 2h roll");
  CHECK(objective.limits[0].value == 460);
  CHECK(objective.limits[1].value == 35.5);
  CHECK_FALSE(objective.limits[2].is_upper);
  CHECK(objective.limits[2].value == 7200);
}

TEST_CASE("weights price metrics against each other") {
  const Objective objective = parse_objective("2 failed_verifications / 1000 + 3 * keys / 10");
  REQUIRE(objective.goals.size() == 1);
  MetricValues values;
  values[FleetMetric::failed_verifications] = 500;
  values[FleetMetric::keys_at_most] = 40;
  CHECK(cost_of(objective.goals[0], values) == Approx(2 * 0.5 + 3 * 4.0));
}

TEST_CASE("a limit allows its own value") {
  MetricValues values;
  values[FleetMetric::keys_at_most] = 90;
  CHECK(holds(parse_objective("at most 90 keys").limits[0], values));
  CHECK_FALSE(holds(parse_objective("keys <= 89").limits[0], values));
  CHECK(holds(parse_objective("keys >= 90").limits[0], values));
}

TEST_CASE("what is no objective is refused with what was expected") {
  CHECK(complaint("keys_at_mots <= 90").find("did you mean keys_at_most?") != std::string::npos);
  CHECK(complaint("keys <= many").find("expected a number") != std::string::npos);
  CHECK(complaint("roll <= 90x").find("a time such as 90s") != std::string::npos);
  CHECK(complaint("keys = 90").find("write <= or >=") != std::string::npos);
  CHECK(complaint("keys, ").find("a part is missing") != std::string::npos);
  CHECK(complaint("at most 90").find("expected a value and a metric") != std::string::npos);
  CHECK(complaint("keys / 0").find("positive") != std::string::npos);
}

TEST_CASE("an input is a path and a range of times or numbers") {
  const InputBetween time = parse_input("behaviour.hold_down=30s..15m");
  CHECK(time.kind == InputBetween::Kind::time);
  CHECK(time.upper == 900);
  CHECK(time.assignment(90.5) == "behaviour.hold_down=1m30s500ms");
  const InputBetween whole = parse_input("rolls.batch=1..5");
  CHECK(whole.assignment(2.6) == "rolls.batch=3");
  CHECK(parse_input("vary.latencies_p99=1.0..5").text(2.5) == "2.5");
  CHECK_THROWS_WITH(parse_input("ca_ttl"), Catch::Contains("no range of an input"));
  CHECK_THROWS_WITH(parse_input("ca_ttl=1h..soon"), Catch::Contains("neither two numbers"));
  CHECK_THROWS_WITH(parse_input("ca_ttl=2h..1h"), Catch::Contains("not below"));
}

}  // namespace spindrift::review
