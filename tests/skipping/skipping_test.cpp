#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "sim/history/digest.hpp"
#include "sim/model/simulation.hpp"
#include "sim/scenario/scenario.hpp"
#include "tests/skipping/digest_of.hpp"
#include "tests/skipping/random_scenario.hpp"

namespace spindrift {
namespace {

/// What a history says when signatures that were answered well are only counted: all other events
/// but for their numbers, and how many signatures each server had made.
class WithoutSignatures final : public history::EventSink {
 public:
  void begin(const history::Topology& topology) override { others_.begin(topology); }

  void on_event(const history::Event& event) override {
    if (const auto* const counted = std::get_if<history::SignaturesCounted>(&event.what)) {
      signatures_[counted->server] += counted->signatures;
      ++sums_;
      return;
    }
    const auto* const call = std::get_if<history::KmsCalled>(&event.what);
    if (call != nullptr && call->call == "Sign" && call->status == 200) {
      ++signatures_[call->server];
      return;
    }
    history::Event anonymous = event;
    anonymous.id = history::EventId::none;
    anonymous.cause = history::EventId::none;
    others_.on_event(anonymous);
  }

  [[nodiscard]] std::pair<std::string, std::map<history::ServerId, std::uint64_t>> told() {
    return {others_.hex(), signatures_};
  }
  /// How many sums it was told.
  [[nodiscard]] int sums() const { return sums_; }

 private:
  history::Digest others_;
  std::map<history::ServerId, std::uint64_t> signatures_;
  int sums_ = 0;
};

/// Checks that counting changes nothing but the number of events; how many sums it told.
int check_that_counting_agrees(const scenario::Scenario& scenario) {
  WithoutSignatures counted;
  WithoutSignatures each;
  model::run(scenario.deployment, scenario.seed, {.count_signatures = true}, counted);
  model::run(scenario.deployment, scenario.seed, {}, each);
  CHECK(counted.told() == each.told());
  CHECK(each.sums() == 0);
  return counted.sums();
}

scenario::Scenario whole(scenario::Loaded loaded) {
  if (const auto* const problems = std::get_if<scenario::Problems>(&loaded)) {
    for (const scenario::Problem& problem : *problems) UNSCOPED_INFO(to_string(problem));
    FAIL("the scenario is not valid");
  }
  return std::get<scenario::Scenario>(std::move(loaded));
}

/// A number from the environment, for longer runs by hand.
std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::stoull(text);
}

}  // namespace

TEST_CASE("random scenarios come to the same history whether idle ticks are skipped or run") {
  const std::uint64_t first = setting("SPINDRIFT_FIRST_RANDOM_SCENARIO", 1);
  const std::uint64_t count = setting("SPINDRIFT_RANDOM_SCENARIOS", 40);
  for (std::uint64_t number = first; number < first + count; ++number) {
    const std::string text = test::random_scenario(number);
    const auto scenario = whole(scenario::load_text(text, "random scenario"));
    INFO("random scenario " << number << ":\n" << text);
    CHECK(digest_of(scenario, false) == digest_of(scenario, true));
  }
}

TEST_CASE("renewals of an agent's SVID that nobody sees are left out, whatever happens to it") {
  // Nothing but the action disturbs the agent between its renewals, every half an hour.
  const std::string calm = R"({
    "name": "calm", "version": "1.12.4", "until": "9h", "ca_ttl": "6h", "supervised": true,
    "network": {"connection_idle_close": "0s"}, "first_starts": {"gap": "0s"},
    "clusters": [{"name": "root", "servers": 2},
                 {"name": "leaf", "upstream": "root", "servers": 3}],
    "plan": [{"at": "1h40m7s", )";
  for (const char* const action :
       {R"("do": "database_down", "who": "leaf", "for": "81m")", R"("do": "kill", "who": "leaf/1")",
        R"("do": "kill", "who": "leaf/2")", R"("do": "kill", "who": "leaf/3")",
        R"("do": "database_lock", "who": "leaf", "table": "bundle_row", "for": "50m")",
        R"("do": "pause", "who": "leaf/1"}, {"at": "3h", "do": "resume", "who": "leaf/1")",
        R"("do": "vanish", "who": "leaf/3")", R"("do": "prepare", "who": "root/1")",
        R"("do": "restart", "who": "leaf/1")", R"("do": "lose_disk", "who": "leaf/2")",
        R"("do": "agent_stop", "who": "leaf"}, {"at": "4h", "do": "agent_start", "who": "leaf")",
        R"("do": "replace", "who": "root/2"}, {"at": "5h", "do": "stop", "who": "leaf/3")"}) {
    INFO(action);
    const auto scenario = whole(scenario::load_text(calm + action + "}]}", "calm"));
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      CHECK(digest_of(scenario, seed, false) == digest_of(scenario, seed, true));
    }
  }
}

TEST_CASE("random scenarios make as many signatures whether they are counted or told one by one") {
  const std::uint64_t first = setting("SPINDRIFT_FIRST_RANDOM_SCENARIO", 1);
  const std::uint64_t count = setting("SPINDRIFT_RANDOM_SCENARIOS", 60);
  int sums = 0;
  for (std::uint64_t number = first; number < first + count; ++number) {
    const std::string text = test::random_scenario(number);
    const auto scenario = whole(scenario::load_text(text, "random scenario"));
    INFO("random scenario " << number << ":\n" << text);
    sums += check_that_counting_agrees(scenario);
  }
  CHECK(sums > 100);
}

TEST_CASE("incidents make as many signatures whether they are counted or told one by one") {
  int sums = 0;
  for (const scenario::Listed& each : scenario::list(SPINDRIFT_SOURCE_DIR "/scenarios/incidents")) {
    INFO(each.path);
    sums += check_that_counting_agrees(whole(scenario::load(each.path)));
  }
  CHECK(sums > 100);
}

TEST_CASE("shipped scenarios come to the same history whether idle ticks are skipped or run") {
  // Really running every tick of the long ones takes minutes: by hand.
  const auto most_server_days = static_cast<double>(setting("SPINDRIFT_SERVER_DAYS", 200));
  int compared = 0;
  for (const scenario::Listed& each : scenario::list(SPINDRIFT_SOURCE_DIR "/scenarios")) {
    const auto scenario = whole(scenario::load(each.path));
    const std::chrono::duration<double, std::ratio<86'400>> days = scenario.deployment.until;
    const auto servers = static_cast<double>(scenario.deployment.topology.servers.size());
    if (servers * days.count() > most_server_days) continue;
    INFO(each.path);
    CHECK(digest_of(scenario, false) == digest_of(scenario, true));
    ++compared;
  }
  CHECK(compared >= 10);
}

}  // namespace spindrift
