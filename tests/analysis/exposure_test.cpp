#include "analysis/exposure.hpp"

#include <catch2/catch.hpp>

#include "tests/analysis/story.hpp"

namespace spindrift::analysis {
namespace {

using history::ObserverKind;

/// Root and A with one server each; both bundles list both first keys, and both servers sign.
Story two_clusters() {
  Story story;
  story.cluster("root", 1).cluster("A", 1, "root");
  return story;
}

void begin(Story& story) {
  for (const char* const cluster : {"root", "A"}) {
    story.at(0s, story.lists(cluster, "root/1#1"));
    story.at(0s, story.lists(cluster, "A/1#1"));
  }
  for (const char* const server : {"root/1", "A/1"}) {
    story.at(0s, story.activates(std::string{server} + "#1", 24h));
    story.at(0s, story.listens(server));
  }
}

}  // namespace

TEST_CASE("R19: tokens fail while the signing key is not in the verifier's bundle") {
  Story story = two_clusters();
  begin(story);
  story.at(100s, story.lists("root", "root/1#2"));
  story.at(200s, story.activates("root/1#2", 48h));
  story.at(700s, story.lists("A", "root/1#2"));

  TrafficProfile traffic;
  traffic.verifications_per_second = 2;
  Exposure exposure{traffic};
  story.tell(1000s, exposure);
  const auto pairs = exposure.pairs();
  REQUIRE(pairs.size() == 1);
  CHECK(pairs[0].signer == story.in("root"));
  CHECK(exposure.verifiers()[pairs[0].verifier].name == "A");
  CHECK(pairs[0].failed == Approx(1000.0));
  CHECK(pairs[0].failing == 500s);
  CHECK(pairs[0].from == Time{200s});
  CHECK(pairs[0].until == Time{700s});
  CHECK(exposure.failed() == Approx(1000.0));
  CHECK(exposure.longest_outage(pairs[0].verifier) == 500s);
}

TEST_CASE("R19: a key published with lead fails nowhere") {
  Story story = two_clusters();
  begin(story);
  story.at(100s, story.lists("root", "root/1#2"));
  story.at(106s, story.lists("A", "root/1#2"));
  story.at(200s, story.activates("root/1#2", 48h));
  Exposure exposure;
  story.tell(1000s, exposure);
  CHECK(exposure.pairs().empty());
  CHECK(exposure.failed() == 0);
}

TEST_CASE("R19: of several servers each signs its share, and those that are down sign nothing") {
  Story story;
  story.cluster("root", 2).cluster("A", 1, "root");
  story.at(0s, story.lists("root", "root/1#1"));
  story.at(0s, story.lists("A", "root/1#1"));
  story.at(0s, story.lists("root", "root/2#1"));
  for (const char* const server : {"root/1", "root/2"}) {
    story.at(0s, story.activates(std::string{server} + "#1", 24h));
    story.at(0s, story.listens(server));
  }
  // A lacks the key of root/2. Half of the tokens fail; all while root/1 is down; none once
  // root/2 is.
  story.at(100s, story.ends("root/1"));
  story.at(150s, story.activates("root/1#1", 24h));
  story.at(150s, story.listens("root/1"));
  story.at(250s, story.ends("root/2"));
  Exposure exposure;
  story.tell(1000s, exposure);
  const auto pairs = exposure.pairs();
  REQUIRE(pairs.size() == 1);
  CHECK(pairs[0].failed == Approx(100 * 0.5 + 50 * 1.0 + 100 * 0.5));
  CHECK(pairs[0].failing == 250s);
  CHECK(pairs[0].until == Time{250s});
}

TEST_CASE("R19: nothing is signed at or after a key's notAfter") {
  Story story = two_clusters();
  story.at(0s, story.lists("root", "root/1#1", 300s));
  story.at(0s, story.lists("A", "A/1#1"));
  story.at(10s, story.activates("root/1#1", 300s));
  story.at(10s, story.listens("root/1"));
  Exposure exposure;
  story.tell(1000s, exposure);
  REQUIRE(exposure.pairs().size() == 1);
  CHECK(exposure.pairs()[0].failed == Approx(290));
  CHECK(exposure.pairs()[0].until == Time{300s});
}

TEST_CASE("R19: an agent verifies with its last sync and not with its server's bundle") {
  Story story = two_clusters();
  story.observer("agent-A", ObserverKind::agent, "A");
  const history::ObserverId agent{0};
  begin(story);
  story.at(1s, history::ObserverStarted{agent});
  story.at(2s, history::KeySetChanged{
                   agent, story.of("A/1"), {story.key("root/1#1"), story.key("A/1#1")}, {}});
  story.at(100s, story.lists("root", "root/1#2"));
  story.at(100s, story.lists("A", "root/1#2"));
  story.at(100s, story.activates("root/1#2", 48h));
  story.at(104s, history::KeySetChanged{agent, story.of("A/1"), {story.key("root/1#2")}, {}});
  story.at(500s, history::ObserverEnded{agent, "stopped"});
  story.at(600s, story.activates("root/1#3", 48h));  // nobody asks an agent that has ended
  Exposure exposure;
  story.tell(1000s, exposure);
  REQUIRE(exposure.pairs().size() == 2);
  CHECK(exposure.verifiers()[exposure.pairs()[0].verifier].name == "agent-A");
  CHECK(exposure.pairs()[0].failed == Approx(4));
  CHECK(exposure.verifiers()[exposure.pairs()[1].verifier].name == "root");
  CHECK(exposure.pairs()[1].failed == Approx(400));
}

TEST_CASE("R20: a relying party above its limit verifies nothing") {
  Story story = two_clusters();
  story.observer("oidc", ObserverKind::discovery_provider, "root");
  story.observer("aws", ObserverKind::relying_party, "root");
  const history::ObserverId aws{1};
  begin(story);
  const history::KeySetChanged both{
      aws, story.of("root/1"), {story.key("root/1#1"), story.key("A/1#1")}, {}};
  story.at(10s, both);
  story.at(100s, history::KeySetRefused{aws, 101, 100, true});
  story.at(160s, history::KeySetRefused{aws, 100, 100, false});
  Exposure exposure;
  story.tell(1000s, exposure);
  const auto pairs = exposure.pairs();
  REQUIRE(pairs.size() == 2);
  for (const ExposurePair& pair : pairs) {
    CHECK(exposure.verifiers()[pair.verifier].kind == VerifierKind::relying_party);
    CHECK(pair.failed == Approx(60));
  }
}

TEST_CASE("the hours of the day weigh as the traffic says") {
  TrafficProfile traffic;
  traffic.by_hour.fill(0);
  traffic.by_hour[0] = 1;
  traffic.by_hour[23] = 4;
  CHECK(traffic.expected(Time{0s}, Time{24h}) == Approx(5 * 3600));
  CHECK(traffic.expected(Time{30min}, Time{22h}) == Approx(1800));
  CHECK(traffic.expected(Time{23h + 30min}, Time{24h + 15min}) == Approx(4 * 1800 + 900));
  CHECK(traffic.expected(Time{0s}, Time{72h}) == Approx(3 * 5 * 3600));
}

TEST_CASE("an exposure that lasts is counted up to the end of the history") {
  Story story = two_clusters();
  begin(story);
  story.at(100s, story.lists("root", "root/1#2"));
  story.at(100s, story.activates("root/1#2", 48h));
  Exposure exposure;
  story.tell(1000s, exposure);
  REQUIRE(exposure.pairs().size() == 1);
  CHECK(exposure.pairs()[0].failed == Approx(900));
  CHECK(exposure.longest_outage(exposure.pairs()[0].verifier) == 900s);
}

}  // namespace spindrift::analysis
