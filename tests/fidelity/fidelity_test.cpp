#include "analysis/fidelity/fidelity.hpp"

#include <catch2/catch.hpp>

#include "tests/fidelity/tale.hpp"

namespace spindrift::analysis {
namespace {

using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using history::History;
using history::JournalEntry;
using history::KeyStatus;
using history::Slot;

const FidelityCategory* find(const Fidelity& fidelity, const std::string& name) {
  for (const FidelityCategory& each : fidelity.categories) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

JournalEntry entry(history::Key key, KeyStatus status) {
  return {key, Slot::a, status, history::Time{}, history::Time{}};
}

history::JournalSaved journal(history::ServerId server, std::vector<JournalEntry> x509,
                              std::vector<JournalEntry> jwt, history::Key active) {
  history::JournalSaved saved;
  saved.server = server;
  saved.row = 1;
  saved.active_authority = active;
  saved.x509 = std::move(x509);
  saved.jwt = std::move(jwt);
  return saved;
}

/// A little of everything that is compared.
Tale whole() {
  const history::Key root_key = Tale::jwt(Tale::root_1, 1);
  const history::Key key = Tale::jwt(Tale::a_1, 1);
  const history::Key authority = Tale::x509(Tale::a_1, 1);
  Tale tale;
  tale.at(0s, history::ServerSpawned{Tale::root_1, "1.10.4"})
      .lists(1s, Tale::root, {Tale::x509(Tale::root_1, 1)})
      .lists(2s, Tale::root, {root_key})
      .at(2s, history::ServerListening{Tale::root_1})
      .at(3s, history::ServerSpawned{Tale::a_1, "1.10.4"})
      .calls(3s, Tale::a_1, "CreateKey", authority)
      .at(4s, journal(Tale::a_1, {entry(authority, KeyStatus::active)}, {}, authority))
      .lists(5s, Tale::root, {key})
      .lists(5s, Tale::a, {root_key, key})
      .at(5s, journal(Tale::a_1, {entry(authority, KeyStatus::active)},
                      {entry(key, KeyStatus::prepared)}, authority))
      .at(6s, history::ListeningOpened{Tale::a_1, history::Channel::jwt_stream})
      .at(6s, history::KeyActivated{Tale::a_1, key, Slot::a, history::Time{10min},
                                    history::ActivateReason::no_current_key})
      .at(6s, history::ServerListening{Tale::a_1})
      .at(6s, history::ObserverStarted{Tale::agent})
      .at(7s, history::KeySetChanged{Tale::agent, Tale::a_1, {root_key, key}, {}})
      .at(7s, history::KeySetChanged{Tale::provider, Tale::a_1, {root_key, key}, {}})
      .at(40s, history::TokenTried{Tale::a_1, key, Tale::agent, true});
  return tale;
}

TEST_CASE("a history agrees with itself in every respect, to the nanosecond") {
  const History history = whole().until(60s);
  const Fidelity fidelity = compare_histories(history, history);
  CHECK(fidelity.holds());
  CHECK_FALSE(fidelity.first_difference);
  CHECK(fidelity.verdict_count().judged == 1);
  for (const FidelityCategory& each : fidelity.categories) {
    INFO(each.name);
    CHECK(each.matched() > 0);
    CHECK(error_quantile(each.matches, 1.0) == 0s);
  }
  CHECK(find(fidelity, "WIT keys in bundles") == nullptr);  // neither has any
}

TEST_CASE("each kind of planted difference is caught, and told where it first shows") {
  const Tale base = whole();
  const History history = base.until(60s);
  struct Plant {
    std::string category;
    Tale changed;
  };
  const std::vector<Plant> plants{
      {"JWT keys in bundles", Tale{base}.lists(50s, Tale::a, {Tale::jwt(Tale::root_2, 1)})},
      {"JWT keys in bundles", Tale{base}.drops(50s, Tale::a, Tale::jwt(Tale::root_1, 1))},
      {"X.509 roots in bundles", Tale{base}.lists(50s, Tale::a, {Tale::x509(Tale::root_1, 1)})},
      {"WIT keys in bundles",
       Tale{base}.lists(50s, Tale::a, {{Tale::a_1, history::KeyType::wit, 1}})},
      {"JWT keys in journals",
       Tale{base}.at(50s, journal(Tale::a_1, {entry(Tale::x509(Tale::a_1, 1), KeyStatus::active)},
                                  {entry(Tale::jwt(Tale::a_1, 1), KeyStatus::active)},
                                  Tale::x509(Tale::a_1, 1)))},
      {"X.509 authorities in journals",
       Tale{base}.at(50s, journal(Tale::a_1, {entry(Tale::x509(Tale::a_1, 1), KeyStatus::active)},
                                  {entry(Tale::jwt(Tale::a_1, 1), KeyStatus::prepared)}, {}))},
      {"ends of processes", Tale{base}.at(50s, history::ServerEnded{Tale::a_1, true, "away"})},
      {"starts that never listen",
       Tale{base}
           .at(50s, history::ServerSpawned{Tale::root_2, "1.10.4"})
           .at(51s, history::ServerEnded{Tale::root_2, false, "killed"})},
      {"key sets served",
       Tale{base}.at(
           50s,
           history::KeySetChanged{Tale::provider, Tale::a_1, {}, {Tale::jwt(Tale::root_1, 1)}})},
      {"KMS calls by server", Tale{base}.calls(50s, Tale::a_1, "Sign", Tale::x509(Tale::a_1, 1))},
  };
  for (const Plant& plant : plants) {
    INFO(plant.category);
    const History changed = plant.changed.until(60s);
    for (const bool is_predicted : {true, false}) {
      const Fidelity fidelity =
          is_predicted ? compare_histories(history, changed) : compare_histories(changed, history);
      CHECK_FALSE(fidelity.holds());
      const FidelityCategory* const found = find(fidelity, plant.category);
      REQUIRE(found != nullptr);
      CHECK((is_predicted ? found->spurious() : found->missing()) == 1);
      REQUIRE(fidelity.first_difference);
      CHECK(fidelity.first_difference->at >= history::Time{50s});
      CHECK_THAT(fidelity.first_difference->what,
                 Contains(is_predicted ? "spurious: " : "missing: "));
    }
  }
}

TEST_CASE("keys are known by which of their maker's became visible, not by their numbers") {
  // The prediction generated one in vain, so that the visible ones have other numbers.
  const History recorded = Tale{}
                               .lists(1s, Tale::root, {Tale::jwt(Tale::root_1, 1)})
                               .lists(2s, Tale::root, {Tale::jwt(Tale::root_1, 2)})
                               .until(9s);
  const History predicted = Tale{}
                                .lists(1s, Tale::root, {Tale::jwt(Tale::root_1, 1)})
                                .lists(3s, Tale::root, {Tale::jwt(Tale::root_1, 3)})
                                .until(9s);
  const Fidelity fidelity = compare_histories(recorded, predicted);
  CHECK(fidelity.holds());
  CHECK(error_quantile(find(fidelity, "JWT keys in bundles")->matches, 1.0) == 1s);
}

TEST_CASE("a key that became tainted counts among bundles and among what was done by hand") {
  history::BundleChanged taint;
  taint.cluster = Tale::a;
  taint.added = {{Tale::jwt(Tale::root_1, 1), history::Time{}, true}};
  taint.removed = {{Tale::jwt(Tale::root_1, 1), history::Time{}, false}};
  const Fidelity fidelity =
      compare_histories(Tale{whole()}.at(50s, taint).until(60s), whole().until(60s));
  CHECK(find(fidelity, "tainted and revoked keys")->missing() == 1);
  CHECK(find(fidelity, "JWT keys in bundles")->missing() == 2);
}

TEST_CASE("KMS calls within a second have no order, the calls of one key do") {
  const history::Key first = Tale::x509(Tale::a_1, 1);
  const history::Key second = Tale::jwt(Tale::a_1, 1);
  const auto made = [&] {
    return Tale{}
        .calls(1s, Tale::a_1, "CreateKey", first)
        .calls(1s, Tale::a_1, "CreateKey", second);
  };
  const History recorded = made()
                               .calls(2s, Tale::a_1, "Sign", first)
                               .calls(2100ms, Tale::a_1, "ScheduleKeyDeletion", second)
                               .until(9s);
  const History other_way = made()
                                .calls(2s, Tale::a_1, "ScheduleKeyDeletion", second)
                                .calls(2100ms, Tale::a_1, "Sign", first)
                                .until(9s);
  CHECK(compare_histories(recorded, other_way).holds());
  const History one_key = made()
                              .calls(2s, Tale::a_1, "CreateAlias", first)
                              .calls(2100ms, Tale::a_1, "Sign", first)
                              .until(9s);
  const History reversed = made()
                               .calls(2s, Tale::a_1, "Sign", first)
                               .calls(2100ms, Tale::a_1, "CreateAlias", first)
                               .until(9s);
  const Fidelity fidelity = compare_histories(one_key, reversed);
  CHECK(find(fidelity, "KMS calls by server")->holds());
  CHECK(find(fidelity, "KMS calls by key")->out_of_order() == 1);
}

TEST_CASE("counts of KMS calls have to be equal, those that failed included") {
  const History recorded = Tale{}.calls(1s, Tale::a_1, "CreateKey", {}, 400).until(9s);
  const History predicted = Tale{}
                                .calls(1s, Tale::a_1, "CreateKey", {}, 400)
                                .calls(5s, Tale::a_1, "CreateKey", {}, 400)
                                .until(9s);
  const Fidelity fidelity = compare_histories(recorded, predicted);
  REQUIRE(fidelity.kms_calls.size() == 1);
  CHECK_FALSE(fidelity.kms_calls.front().holds());
  CHECK_FALSE(fidelity.holds());
}

TEST_CASE("the first difference comes with the causes on both sides") {
  const History recorded =
      Tale{}
          .at(1s, history::ServerSpawned{Tale::a_1, "1.10.4"})
          .at(2s, history::KeyGenerated{Tale::a_1, Tale::jwt(Tale::a_1, 1), Slot::a}, 1)
          .at(3s, history::ServerEnded{Tale::a_1, true, "gone"}, 2)
          .until(9s);
  const History predicted = Tale{}.at(1s, history::ServerSpawned{Tale::a_1, "1.10.4"}).until(9s);
  const Fidelity fidelity = compare_histories(recorded, predicted);
  REQUIRE(fidelity.first_difference);
  // The start that never came to listen is the first that differs: it ends in one history only.
  CHECK(fidelity.first_difference->recorded_causes.size() >= 1);
  const std::string text = to_text(fidelity, recorded, predicted);
  CHECK_THAT(text, Contains("tale: differs"));
  CHECK_THAT(text, Contains("first difference at"));
  CHECK_THAT(text, Contains("server_spawned A/1"));
}

}  // namespace
}  // namespace spindrift::analysis
