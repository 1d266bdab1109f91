#include "sim/model/key_list_log.hpp"

#include <catch2/catch.hpp>

namespace spindrift::model {
namespace {

KeyList::Entry entry(std::uint32_t number) { return {number, number + 1}; }

}  // namespace

TEST_CASE("a log tells what happened between two positions, in that order") {
  KeyListLog log;
  log.added(entry(7));
  const KeyListLog::Position one = log.end();
  log.added(entry(8));
  log.removed(entry(7));
  const KeyListLog::Position two = log.end();
  log.added(entry(9));

  const auto between = log.between(one, two);
  REQUIRE(between.size() == 2);
  CHECK(between[0].entry == entry(8));
  CHECK_FALSE(between[0].is_removal);
  CHECK(between[1].entry == entry(7));
  CHECK(between[1].is_removal);
  CHECK(log.between(two, two).empty());
}

TEST_CASE("what a log forgets moves no position of what came after") {
  KeyListLog log;
  for (std::uint32_t number = 0; number < 10; ++number) log.added(entry(number));
  log.forget_before(8);

  REQUIRE(log.end() == 10);
  const auto kept = log.between(8, log.end());
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].entry == entry(8));
  CHECK(kept[1].entry == entry(9));
}

TEST_CASE("a log is never twice as long as what may still be asked about") {
  KeyListLog log;
  for (std::uint32_t number = 0; number < 10'000; ++number) {
    log.added(entry(number));
    const KeyListLog::Position oldest = log.end() < 5 ? 0 : log.end() - 5;
    log.forget_before(oldest);
    REQUIRE(log.size() <= 2 * (log.end() - oldest));
  }
}

}  // namespace spindrift::model
