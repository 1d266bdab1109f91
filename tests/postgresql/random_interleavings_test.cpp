#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "tests/postgresql/same_outcome.hpp"

namespace spindrift::postgresql {

namespace {

constexpr std::size_t pieces = 16;

rc::Gen<std::size_t> any_session() { return rc::gen::element<std::size_t>(0, 1, 2); }

/// A few steps in a row of one session. Those that it cannot take are skipped.
rc::Gen<std::vector<Verb>> any_piece() {
  return rc::gen::weightedElement<std::vector<Verb>>({
      {4, {Verb::begin, Verb::lock}},
      {2, {Verb::begin, Verb::read}},
      {4, {Verb::begin_repeatable, Verb::read}},
      {1, {Verb::begin_repeatable, Verb::lock}},
      {1, {Verb::begin, Verb::limit_lock, Verb::lock}},
      {3, {Verb::begin, Verb::insert}},
      {2, {Verb::lock, Verb::write}},
      {6, {Verb::write}},
      {4, {Verb::write, Verb::commit}},
      {2, {Verb::insert}},
      {1, {Verb::read}},
      {2, {Verb::commit}},
      {1, {Verb::rollback}},
      {1, {Verb::kill}},
  });
}

/// Half of them find a row, half an empty table. Every write adds a key of its own.
Script any_script() {
  Script script;
  if (*rc::gen::arbitrary<bool>()) script = parse("A begin, A insert 1, A commit");
  const auto chosen = *rc::gen::container<std::vector<std::pair<std::size_t, std::vector<Verb>>>>(
      pieces, rc::gen::pair(any_session(), any_piece()));
  for (const auto& [session, verbs] : chosen) {
    for (const Verb verb : verbs) {
      script.push_back({session, verb, static_cast<int>(script.size() + 1)});
    }
  }
  return script;
}

std::string lines(const std::vector<std::string>& outcome) {
  std::string text;
  for (const std::string& line : outcome) text += "\n  " + line;
  return text;
}

}  // namespace

TEST_CASE("any interleaving comes to the same on the model and on PostgreSQL", "[R15]") {
  std::size_t waits = 0;
  std::size_t failures = 0;
  CHECK(rc::check([&] {
    const Script script = any_script();
    const Outcomes outcomes = carry_out_on_both(script, Impossible::skip);
    for (const std::string& line : outcomes.real) {
      if (line.ends_with("waits")) ++waits;
      if (line.ends_with("failure") || line.ends_with("violation")) ++failures;
    }
    RC_LOG() << to_text(script) << "\nreal:" << lines(outcomes.real)
             << "\nmodel:" << lines(outcomes.model) << '\n';
    RC_ASSERT(outcomes.real == outcomes.model);
  }));
  INFO("statements that waited: " << waits << ", that failed: " << failures);
  CHECK(waits > 10);
  CHECK(failures > 5);
}

}  // namespace spindrift::postgresql
