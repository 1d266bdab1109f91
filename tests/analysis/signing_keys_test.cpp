#include "analysis/signing_keys.hpp"

#include <catch2/catch.hpp>

#include "tests/analysis/story.hpp"

namespace spindrift::analysis {
namespace {

/// Follows a story and keeps what it is told of.
struct Follower final : history::EventSink {
  void begin(const history::Topology& topology) override { signing.begin(topology); }
  void on_event(const history::Event& event) override {
    signing.advance(event.at);
    signing.on_event(event);
  }
  std::vector<SigningKeys::Change> changes;
  SigningKeys signing{[this](const SigningKeys::Change& change) { changes.push_back(change); }};
};

}  // namespace

TEST_CASE("R19: a key signs from when its server answers until the next is activated") {
  Story story;
  story.cluster("A", 1);
  story.at(1s, story.activates("A/1#1", 100s));
  story.at(2s, story.listens("A/1"));
  story.at(50s, story.activates("A/1#2", 200s));
  story.at(60s, story.activates("A/1#x9", 200s));  // an X.509 authority signs no tokens
  story.at(70s, story.ends("A/1"));
  Follower follower;
  story.tell(80s, follower);
  REQUIRE(follower.changes.size() == 4);
  CHECK(follower.changes[0].signs);
  CHECK(follower.changes[0].at == Time{2s});
  CHECK_FALSE(follower.changes[1].signs);
  CHECK(follower.changes[1].key == story.key("A/1#1"));
  CHECK(follower.changes[2].key == story.key("A/1#2"));
  CHECK(follower.changes[3].at == Time{70s});
  CHECK_FALSE(follower.signing.signing(story.of("A/1")).exists());
}

TEST_CASE("R19: a key stops at its notAfter, between two events") {
  Story story;
  story.cluster("A", 1);
  story.at(1s, story.listens("A/1"));
  story.at(1s, story.activates("A/1#1", 100s));
  Follower follower;
  story.tell(500s, follower);
  REQUIRE(follower.changes.size() == 2);
  CHECK(follower.changes[1].at == Time{100s});
}

TEST_CASE("a key that the servers of a cluster share signs until the last of them stops") {
  Story story;
  story.cluster("A", 2);
  for (const char* const server : {"A/1", "A/2"}) {
    history::KeyActivated activated = story.activates("A/1#1", 100s);
    activated.server = story.of(server);
    story.at(1s, activated);
    story.at(1s, story.listens(server));
  }
  Follower both;
  story.tell(10s, both);
  CHECK(both.signing.signers_of(story.key("A/1#1")).size() == 2);
  story.at(20s, story.ends("A/1"));
  Follower one;
  story.tell(30s, one);
  REQUIRE(one.signing.signers_of(story.key("A/1#1")).size() == 1);
  CHECK(one.signing.signers_of(story.key("A/1#1"))[0] == story.of("A/2"));
}

}  // namespace spindrift::analysis
