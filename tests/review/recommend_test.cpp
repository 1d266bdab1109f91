#include "analysis/review/recommend.hpp"

#include <catch2/catch.hpp>

namespace spindrift::review {
namespace {

Recommendation recommended(const std::string& objective, std::vector<std::string> strategies) {
  RecommendRequest request;
  request.path = SPINDRIFT_SOURCE_DIR "/tests/review/two-regions.json";
  request.objective = parse_objective(objective);
  request.replications_max = 200;
  for (const std::string& name : strategies) {
    AlternativeRequest strategy;
    strategy.name = name;
    strategy.strategies = {SPINDRIFT_SOURCE_DIR "/scenarios/strategies/" + name + ".json"};
    request.strategies.push_back(std::move(strategy));
  }
  auto result = recommend(request, Laboratory{{.threads = 2}});
  REQUIRE(std::holds_alternative<Recommendation>(result));
  return std::get<Recommendation>(std::move(result));
}

}  // namespace

TEST_CASE("the recommendation holds the limits, where the scenario as it is does not") {
  const Recommendation found = recommended("failed_verifications <= 1000, then roll_duration",
                                           {"always-subscribed", "off-peak"});
  REQUIRE(found.chosen);
  const Alternative& chosen = found.finals.alternatives[*found.chosen];
  CHECK(chosen.name.find("always-subscribed") != std::string::npos);
  for (const auto& values : chosen.replications) {
    CHECK(values[metrics::FleetMetric::failed_verifications] <= 1000);
  }
  // Nothing is shorter than a roll without pauses, one after the other: both at once would leave
  // nobody to sign.
  CHECK(chosen.replications[0][metrics::FleetMetric::roll_duration] > 3);
  CHECK(chosen.replications[0][metrics::FleetMetric::roll_duration] < 10);
  CHECK_FALSE(found.finals.by_objective.back().admitted);
  CHECK_FALSE(found.plan.empty());
  CHECK_FALSE(found.changes.empty());
  CHECK(found.rounds.front().breaking > 0);
}

TEST_CASE("when nobody holds the limits the nearest is told and nothing is recommended") {
  const Recommendation found =
      recommended("at most 1 keys, then roll_duration", {"always-subscribed", "hold-down"});
  CHECK_FALSE(found.chosen);
  CHECK(found.rounds.front().verdict ==
        statistics::RaceResult::Verdict::everybody_breaks_constraint);
  CHECK(found.finals.verdict.starts_with("No alternative holds"));
}

}  // namespace spindrift::review
