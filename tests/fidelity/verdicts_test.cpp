#include "analysis/fidelity/verdicts.hpp"

#include <catch2/catch.hpp>

#include "analysis/fidelity/deaf_comparison.hpp"
#include "sim/history/recording/inferred_silence.hpp"
#include "tests/fidelity/tale.hpp"

namespace spindrift::analysis {
namespace {

using namespace std::chrono_literals;
using history::Channel;
using history::Slot;

/// A/1 signs with its first key from 1 s on; agent-A has it from `known` on.
Tale signing(history::Duration known, std::uint32_t key = 1) {
  Tale tale;
  tale.lists(1s, Tale::a, {Tale::jwt(Tale::a_1, 1), Tale::jwt(Tale::a_1, 2)})
      .at(1s, history::KeyActivated{Tale::a_1, Tale::jwt(Tale::a_1, key), Slot::a,
                                    history::Time{1h}, history::ActivateReason::threshold})
      .at(1s, history::ServerListening{Tale::a_1})
      .at(1s, history::ObserverStarted{Tale::agent})
      .at(known,
          history::KeySetChanged{
              Tale::agent, Tale::a_1, {Tale::jwt(Tale::a_1, 1), Tale::jwt(Tale::a_1, 2)}, {}});
  return tale;
}

Tale tried(Tale tale, history::Duration when, bool accepted) {
  return tale.at(when,
                 history::TokenTried{Tale::a_1, Tale::jwt(Tale::a_1, 1), Tale::agent, accepted});
}

VerdictSample only(const Tale& recorded, const Tale& predicted) {
  const auto samples = compare_verdicts(recorded.until(1h), predicted.until(1h));
  REQUIRE(samples.size() == 1);
  return samples.front();
}

TEST_CASE("a verdict agrees when key and answer are the same") {
  CHECK(only(tried(signing(2s), 60s, true), signing(2s)).agrees());
}

TEST_CASE("an agent that lacks the key in the prediction disagrees") {
  const VerdictSample sample = only(tried(signing(2s), 60s, true), signing(30min));
  CHECK_FALSE(sample.agrees());
  CHECK_FALSE(sample.is_near_transition);
  CHECK_FALSE(sample.predicted_accepted);
}

TEST_CASE("the right answer about the wrong key disagrees") {
  CHECK_FALSE(only(tried(signing(2s), 60s, true), signing(2s, 2)).agrees());
}

TEST_CASE("a signer that is down in the prediction signs nothing") {
  Tale stopped = signing(2s);
  stopped.at(30s, history::ServerEnded{Tale::a_1, false, "stopped"});
  const VerdictSample sample = only(tried(signing(2s), 60s, true), stopped);
  CHECK_FALSE(sample.predicted_key.exists());
  CHECK_FALSE(sample.agrees());
}

TEST_CASE("samples within one agent sync of a transition are set apart, later ones are not") {
  CHECK(only(tried(signing(2s), 6s, false), signing(2s)).is_near_transition);
  CHECK_FALSE(only(tried(signing(2s), 8s, false), signing(2s)).is_near_transition);
}

/// A/1's stream is open from 5 s to `closed` and again from `opened` on.
Tale deaf(history::Duration closed, history::Duration opened) {
  Tale tale;
  tale.at(5s, history::ListeningOpened{Tale::a_1, Channel::jwt_stream})
      .at(5s, history::ServerListening{Tale::a_1})
      .at(closed, history::ListeningClosed{Tale::a_1, Channel::jwt_stream, ""})
      .at(opened, history::ListeningOpened{Tale::a_1, Channel::jwt_stream});
  return tale;
}

TEST_CASE("deaf intervals agree when both ends do, within one poll and one look") {
  const auto recorded = deaf(100s, 200s).until(1h);
  const auto agree = [&](history::Duration closed, history::Duration opened) {
    const auto matches = compare_deafness(recorded, deaf(closed, opened).until(1h));
    REQUIRE(matches.size() == 1);
    return matches.front().agrees;
  };
  CHECK(agree(103s, 195s));
  CHECK_FALSE(agree(110s, 200s));
  CHECK_FALSE(agree(100s, 210s));
}

TEST_CASE("an interval that only one side has does not agree") {
  Tale hearing;
  hearing.at(5s, history::ListeningOpened{Tale::a_1, Channel::jwt_stream})
      .at(5s, history::ServerListening{Tale::a_1});
  const auto missed = compare_deafness(deaf(100s, 200s).until(1h), hearing.until(1h));
  REQUIRE(missed.size() == 1);
  CHECK_FALSE(missed.front().agrees);
  const auto invented = compare_deafness(hearing.until(1h), deaf(100s, 200s).until(1h));
  REQUIRE(invented.size() == 1);
  CHECK_FALSE(invented.front().agrees);
}

TEST_CASE("deafness that lasts in one history and heals in the other does not agree") {
  const auto healed = deaf(100s, 200s).until(1h);
  const auto lasting = deaf(100s, 2h).until(1h);
  CHECK_FALSE(compare_deafness(healed, lasting).front().agrees);
}

TEST_CASE("silence that was inferred may have begun before the change that did not arrive") {
  Tale tale;
  tale.at(5s, history::ListeningOpened{Tale::a_1, Channel::jwt_stream})
      .at(5s, history::ServerListening{Tale::a_1})
      .at(150s, history::PollingStopped{Tale::a_1, std::string{history::inferred_silence}})
      .at(200s, history::PollingResumed{Tale::a_1, Tale::root_1});
  CHECK(compare_deafness(tale.until(1h), deaf(100s, 200s).until(1h)).front().agrees);
  CHECK_FALSE(compare_deafness(deaf(100s, 200s).until(1h), tale.until(1h)).front().agrees);
}

}  // namespace
}  // namespace spindrift::analysis
