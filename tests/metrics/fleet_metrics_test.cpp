#include "analysis/metrics/fleet_metrics.hpp"

#include <set>

#include <catch2/catch.hpp>

#include "tests/cli/regional_story.hpp"

namespace spindrift::metrics {
namespace {

using namespace std::chrono_literals;
using analysis::Story;
using enum FleetMetric;

MetricValues values_of(Story& story, history::Duration until, std::size_t key_limit = 100) {
  analysis::Observation observed{{{}, key_limit}};
  story.tell(until, observed);
  return measure(observed);
}

void act(Story& story, history::Duration at, const char* what) {
  story.at(at, history::ActionTaken{what, history::ServerId::none, history::ClusterId::none,
                                    history::ObserverId::none, ""});
}
void end(Story& story, history::Duration at, const char* what) {
  story.at(at, history::ActionEnded{what, history::ServerId::none, history::ClusterId::none, ""});
}

}  // namespace

TEST_CASE("the table of metrics stands in the order of their values, each with its own name") {
  std::set<std::string_view> names;
  for (const FleetMetricInfo& each : fleet_metrics()) {
    CHECK(info(each.metric).name == each.name);
    CHECK(find_fleet_metric(each.name) == each.metric);
    CHECK_FALSE(each.definition.empty());
    CHECK(each.definition.find('\n') == std::string_view::npos);
    names.insert(each.name);
  }
  CHECK(names.size() == fleet_metric_count);
  CHECK_FALSE(find_fleet_metric("failed_verification"));
}

TEST_CASE("harm is summed over clusters, and what has healed lasts until it had") {
  Story story = cli::regional_story(true);
  const MetricValues values = values_of(story, 13h);
  // One a second: in B for ten hours, and in A and B for some seconds while bundles are born.
  CHECK(values[failed_verifications] == Approx(36011 + 2 * 4));
  CHECK(values[failed_token_seconds] == Approx(36011 + 2 * 4));
  CHECK(values[longest_outage] == 36011);
  CHECK(values[deaf_cluster_seconds] == 39612);
  CHECK(values[diverged_clusters] == 1);
  CHECK(values[recovery_time] == 36012);
  CHECK(values[keys_at_most] == 5);
}

TEST_CASE("what has not healed counts to the end of the run") {
  Story story = cli::regional_story(false);
  CHECK(values_of(story, 4h)[recovery_time] == 2 * 3600);
  CHECK(values_of(story, 5h)[recovery_time] == 3 * 3600);
  CHECK(values_of(story, 5h)[time_to_detect] == 3 * 3600);
}

TEST_CASE("a cluster has a signing gap from its last signer's end to the next activation") {
  Story story;
  story.cluster("A", 2);
  story.at(1s, story.listens("A/1"));
  story.at(1s, story.activates("A/1#1", 24h));
  story.at(10s, story.ends("A/1"));
  story.at(30s, story.listens("A/2"));
  story.at(40s, story.activates("A/2#1", 24h));
  story.at(50s, story.ends("A/2"));
  CHECK(values_of(story, 100s)[signing_gap_seconds] == 30 + 50);
}

TEST_CASE("a monitor detects trouble from the first alarm that stands after it began") {
  Story story = cli::regional_story(false);
  const history::ClusterId b = story.in("B");
  story.at(3h, history::MonitorAlarm{b, 5, 4, true});
  CHECK(values_of(story, 5h)[time_to_detect] == 3600);

  Story early;
  early.cluster("A", 1);
  early.at(10s, history::MonitorAlarm{early.in("A"), 1, 1, true});
  early.at(10s, early.lists("A", "A/1#1"));
  early.at(20s, early.lists("A", "A/1#2"));
  CHECK(values_of(early, 100s, 1)[time_to_detect] == 0);  // it stood when the limit was passed
}

TEST_CASE("rolling restarts that overlap are under way once") {
  Story story;
  story.cluster("A", 1);
  act(story, 100s, "roll");
  act(story, 150s, "roll");
  end(story, 200s, "roll");
  end(story, 300s, "roll");
  act(story, 500s, "roll");
  const MetricValues values = values_of(story, 600s);
  CHECK(values[roll_duration] == 200 + 100);
  CHECK(values[operator_actions] == 3);
}

TEST_CASE("counts above the limit are taken from the worst bundle or key set") {
  Story story;
  story.cluster("A", 1).observer("party", history::ObserverKind::relying_party, "A");
  story.at(0s, story.lists("A", "A/1#1"));
  story.at(10s, story.lists("A", "A/1#2"));
  const history::ObserverId party{0};
  story.at(40s, history::KeySetChanged{
                    party, history::ServerId::none, {story.key("A/1#1"), story.key("A/1#2")}, {}});
  const MetricValues values = values_of(story, 100s, 1);
  CHECK(values[keys_at_most] == 2);
  CHECK(values[jwks_keys_at_most] == 2);
  CHECK(values[time_above_limit] == 90);
  CHECK(values[keys_mean] == Approx(1.9));
}

TEST_CASE("KMS calls are counted within seconds by the clock, and keys pending at their peak") {
  Story story;
  story.cluster("A", 1);
  const auto call = [&](history::Duration at, const char* name, const char* key, int status = 200) {
    story.at(at, history::KmsCalled{story.of("A/1"), name, story.key(key), "", status, 10ms});
  };
  call(1s, "CreateKey", "A/1#1");
  call(1900ms, "CreateKey", "A/1#2");
  call(2s, "CreateKey", "A/1#3");
  call(2s, "CreateKey", "A/1#4", 400);
  call(2100ms, "CreateKey", "A/1#4");
  call(1h, "ScheduleKeyDeletion", "A/1#1");
  call(2h, "ScheduleKeyDeletion", "A/1#2");
  call(8 * 24h, "ScheduleKeyDeletion", "A/1#3");
  const MetricValues values = values_of(story, 10 * 24h);
  CHECK(values[kms_create_key_a_second_at_most] == 3);
  CHECK(values[kms_keys_created] == 4);
  CHECK(values[kms_pending_deletion_at_most] == 2);
  CHECK(values[kms_calls] == 8);
  CHECK(values[api_calls_throttled] == 1);
}

TEST_CASE("values are written in their unit") {
  CHECK(value_text(Unit::count, 58) == "58");
  CHECK(value_text(Unit::count, 2.5) == "2.50");
  CHECK(value_text(Unit::count, 87527.51) == "87528");
  CHECK(value_text(Unit::seconds, 39612) == "11h00m12s");
  CHECK(value_text(Unit::seconds, -61) == "-1m01s");
  CHECK(value_text(Unit::dollars, 35.1) == "$35.10");
  CHECK(value_text(Unit::dollars, -0.5) == "-$0.50");
}

}  // namespace spindrift::metrics
