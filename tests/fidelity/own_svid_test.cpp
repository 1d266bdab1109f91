#include <catch2/catch.hpp>

#include "analysis/fidelity/own_svid_signatures.hpp"
#include "tests/fidelity/tale.hpp"

namespace spindrift::analysis {
namespace {

using namespace std::chrono_literals;

const history::Key authority = Tale::x509(Tale::root_1, 1);

/// root/1 activated its CA at 1 s and listens from 2 s on.
Tale started(history::Duration ca_end = 1h) {
  Tale tale;
  tale.at(0s, history::ServerSpawned{Tale::root_1, "1.10.4"})
      .calls(500ms, Tale::root_1, "Sign", authority)  // the CA's own certificate
      .at(1s, history::KeyActivated{Tale::root_1, authority, history::Slot::a,
                                    history::Time{ca_end}, history::ActivateReason::no_current_key})
      .calls(1900ms, Tale::root_1, "Sign", authority)
      .at(2s, history::ServerListening{Tale::root_1});
  return tale;
}

std::vector<history::Time> found(const Tale& tale) {
  const history::History history = tale.until(1h);
  std::vector<history::Time> times;
  for (const history::EventId id : own_svid_signatures(history)) {
    times.push_back(history.events.at(number(id) - 1).at);
  }
  return times;
}

TEST_CASE("the last signature before listening is the own SVID's, the CA's own is not") {
  CHECK(found(started()) == std::vector{history::Time{1900ms}});
}

TEST_CASE("a renewal is the first signature at a look at which half of the life is gone") {
  Tale tale = started();
  tale.calls(12005ms, Tale::root_1, "Sign", authority)   // a look, but nothing is due
      .calls(24000ms, Tale::root_1, "Sign", authority)   // between two looks
      .calls(27010ms, Tale::root_1, "Sign", authority)   // 25 s after the first: due
      .calls(27020ms, Tale::root_1, "Sign", authority)   // somebody else's, at the same look
      .calls(52010ms, Tale::root_1, "Sign", authority);  // and 25 s later
  CHECK(found(tale) ==
        std::vector{history::Time{1900ms}, history::Time{27010ms}, history::Time{52010ms}});
}

TEST_CASE("near the end of its CA an SVID lives shorter and is renewed sooner") {
  Tale tale = started(42s);
  tale.calls(17010ms, Tale::root_1, "Sign", authority);  // 40 s of life: due 15 s after signing
  CHECK(found(tale).size() == 2);
}

TEST_CASE("a look renews once, however short the new SVID lives") {
  Tale tale = started(32s);
  tale.calls(17010ms, Tale::root_1, "Sign", authority)   // due
      .calls(17020ms, Tale::root_1, "Sign", authority)   // 15 s of life are left, but no look
      .calls(22010ms, Tale::root_1, "Sign", authority);  // the next look
  CHECK(found(tale) ==
        std::vector{history::Time{1900ms}, history::Time{17010ms}, history::Time{22010ms}});
}

TEST_CASE("a renewal that waited while a key was made is found, with the times of its look") {
  const history::Key made = Tale::x509(Tale::root_1, 2);
  for (const std::int32_t last_try : {200, 400}) {
    Tale tale = started();
    tale.calls(27005ms, Tale::root_1, "CreateKey", made, 400)
        .calls(29s, Tale::root_1, "CreateKey", made, last_try);
    if (last_try == 200) tale.calls(29100ms, Tale::root_1, "CreateAlias", made);
    tale.calls(29200ms, Tale::root_1, "Sign", authority)   // the look of 27 s
        .calls(29210ms, Tale::root_1, "Sign", authority)   // somebody else's
        .calls(52010ms, Tale::root_1, "Sign", authority);  // 25 s after that look
    CHECK(found(tale) ==
          std::vector{history::Time{1900ms}, history::Time{29200ms}, history::Time{52010ms}});
  }
}

TEST_CASE("at the look that falls on the activation of another CA the old one signs") {
  const history::Key next = Tale::x509(Tale::root_1, 2);
  Tale tale = started();
  tale.at(27s, history::KeyActivated{Tale::root_1, next, history::Slot::b, history::Time{2h},
                                     history::ActivateReason::threshold})
      .calls(27010ms, Tale::root_1, "Sign", authority)
      .calls(52010ms, Tale::root_1, "Sign", authority)  // long after: somebody else's
      .calls(52020ms, Tale::root_1, "Sign", next);
  CHECK(found(tale) ==
        std::vector{history::Time{1900ms}, history::Time{27010ms}, history::Time{52020ms}});
}

TEST_CASE("what the old one signed at that look ends with the old one") {
  const history::Key next = Tale::x509(Tale::root_1, 2);
  Tale tale = started(67s);
  tale.at(27s, history::KeyActivated{Tale::root_1, next, history::Slot::b, history::Time{2h},
                                     history::ActivateReason::threshold})
      .calls(27010ms, Tale::root_1, "Sign", authority)
      .calls(42010ms, Tale::root_1, "Sign", next);  // 40 s of life: due 15 s after signing
  CHECK(found(tale).size() == 3);
}

TEST_CASE("signatures with other keys, and failed ones, are never the own SVID's") {
  Tale tale = started();
  tale.calls(27010ms, Tale::root_1, "Sign", Tale::jwt(Tale::root_1, 1))
      .calls(27020ms, Tale::root_1, "Sign", authority, 400);
  CHECK(found(tale).size() == 1);
}

}  // namespace
}  // namespace spindrift::analysis
