#include "analysis/kms_usage.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "tests/analysis/story.hpp"

namespace spindrift::analysis {
namespace {

class KmsStory : public Story {
 public:
  void call(Duration time, const char* name, const char* key_text = "-", const char* slot = "",
            std::int32_t status = 200) {
    at(time, history::KmsCalled{of("A/1"), name, key(key_text), slot, status, 10ms});
  }
};

KmsUsage usage_of(KmsStory& story, Duration until) {
  KmsUsage usage;
  story.tell(until, usage);
  return usage;
}

}  // namespace

TEST_CASE("KMS calls are counted by name and server, the refused ones apart") {
  KmsStory story;
  story.cluster("A", 1);
  story.call(1s, "ListAliases");
  story.call(2s, "CreateKey", "A/1#1", "", 400);
  story.call(3s, "CreateKey", "A/1#1");
  story.call(4s, "CreateKey", "A/1#2");
  const KmsUsage usage = usage_of(story, 10s);
  CHECK(usage.calls().at("CreateKey").answered == 2);
  CHECK(usage.calls().at("CreateKey").refused == 1);
  CHECK(usage.calls_of(story.of("A/1"), "ListAliases").answered == 1);
  CHECK(usage.keys_created() == 2);
}

TEST_CASE("R14: a key that is re-pointed away and never scheduled for deletion is an orphan") {
  KmsStory story;
  story.cluster("A", 1);
  story.call(1s, "CreateKey", "A/1#1");
  CHECK(usage_of(story, 2s).keys_orphaned() == 1);  // until its alias is made
  story.call(2s, "CreateAlias", "A/1#1", "JWT-Signer-A");
  CHECK(usage_of(story, 3s).keys_orphaned() == 0);
  story.call(3s, "CreateKey", "A/1#2");
  story.call(4s, "UpdateAlias", "A/1#2", "JWT-Signer-A");
  CHECK(usage_of(story, 5s).keys_orphaned() == 1);
  story.call(5s, "ScheduleKeyDeletion", "A/1#1");
  const KmsUsage usage = usage_of(story, 6s);
  CHECK(usage.keys_orphaned() == 0);
  CHECK(usage.keys_alive() == 1);
  CHECK(usage.keys_pending_deletion() == 1);
  CHECK(usage_of(story, 8 * 24h).keys_pending_deletion() == 0);
  CHECK(usage_of(story, 8 * 24h).keys_scheduled_for_deletion() == 1);
}

TEST_CASE("R14: the alias of a lost identity keeps its key, until a sweep deletes it") {
  KmsStory story;
  story.cluster("A", 1);
  story.call(1s, "CreateKey", "A/1#1");
  story.call(2s, "CreateAlias", "A/1#1", "JWT-Signer-A");
  story.call(3s, "CreateKey", "A/1#2");
  story.call(4s, "CreateAlias", "A/1#2", "JWT-Signer-A");  // the server has a new identity
  CHECK(usage_of(story, 5s).keys_orphaned() == 0);
  story.call(6s, "DeleteAlias", "A/1#1");
  CHECK(usage_of(story, 7s).keys_orphaned() == 1);
}

TEST_CASE("keys cost a dollar a month by the hour until their deletion is scheduled") {
  KmsStory story;
  story.cluster("A", 1);
  story.call(0s, "CreateKey", "A/1#1");
  story.call(365h, "ScheduleKeyDeletion", "A/1#1");
  const KmsPrices prices;
  const double requests = 2 * 0.03 / 10'000;
  CHECK(usage_of(story, 365h).dollars() == Approx(0.5 + requests));
  CHECK(usage_of(story, 730h).dollars() == Approx(0.5 + requests));
  CHECK(usage_of(story, 365h).dollars_a_month() == Approx(2 * (0.5 + requests)));
  CHECK(prices.hours_per_month == 730);
}

TEST_CASE("keys of a large fleet live for longer than 64 bits of nanoseconds, and are paid for") {
  KmsStory story;
  story.cluster("A", 1);
  constexpr int keys = 700;
  for (int each = 1; each <= keys; ++each) {
    story.call(1s, "CreateKey", ("A/1#" + std::to_string(each)).c_str());
  }
  const double requests = keys * 0.03 / 10'000;
  CHECK(usage_of(story, 730h * 12).dollars() == Approx(keys * 12.0 + requests));
}

}  // namespace spindrift::analysis
