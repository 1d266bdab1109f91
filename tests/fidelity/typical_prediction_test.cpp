#include "analysis/fidelity/typical_prediction.hpp"

#include <catch2/catch.hpp>

#include "tests/fidelity/tale.hpp"

namespace spindrift::analysis {
namespace {

using namespace std::chrono_literals;

/// A's first key is listed then; a second one as well if asked for.
history::History keys_listed(history::Duration when, bool has_second = false) {
  Tale tale;
  tale.lists(when, Tale::a, {Tale::jwt(Tale::a_1, 1)});
  if (has_second) tale.lists(when + 10s, Tale::a, {Tale::jwt(Tale::a_1, 2)});
  return tale.until(1h);
}

std::vector<Outline> outlines(const std::vector<history::History>& histories) {
  std::vector<Outline> all;
  for (const history::History& each : histories) all.push_back(outline_of(each));
  return all;
}

TEST_CASE("of draws that differ the most typical has what most of them have") {
  CHECK(most_typical(outlines({keys_listed(1s), keys_listed(1s, true), keys_listed(1s, true)}),
                     1) == 1);
  CHECK(most_typical(outlines({keys_listed(1s, true), keys_listed(1s), keys_listed(1s)}), 1) == 1);
}

TEST_CASE("times decide between draws in which the same things happen") {
  CHECK(most_typical(outlines({keys_listed(1s), keys_listed(9s), keys_listed(4s), keys_listed(3s),
                               keys_listed(60s)}),
                     1) == 2);
}

TEST_CASE("what is lacking weighs more than any delay") {
  CHECK(most_typical(outlines({keys_listed(1s), keys_listed(2s, true), keys_listed(30min, true)}),
                     1) != 0);
}

TEST_CASE("deafness that disagrees counts before times do") {
  const auto deaf_until = [](history::Duration heals, history::Duration appears) {
    return Tale{}
        .at(0s, history::ServerListening{Tale::a_1})
        .at(heals, history::ListeningOpened{Tale::a_1, history::Channel::jwt_stream})
        .lists(appears, Tale::a, {Tale::jwt(Tale::a_1, 1)})
        .until(1h);
  };
  const Distance apart =
      distance_between(outline_of(deaf_until(10s, 1min)), outline_of(deaf_until(5min, 1min)));
  CHECK(apart.differing == 0);
  CHECK(apart.deafness == 1);
  CHECK(apart.time == 0s);
  CHECK(Distance{0, 0, 1h} < apart);
  CHECK(apart < Distance{1, 0, 0s});
}

TEST_CASE("an order that differs is a distance, and no distance depends on the side") {
  const Outline left = outline_of(keys_listed(1s, true));
  const Outline right = outline_of(Tale{}
                                       .lists(1s, Tale::a, {Tale::jwt(Tale::a_1, 1)})
                                       .lists(2s, Tale::root, {Tale::jwt(Tale::a_1, 1)})
                                       .until(1h));
  CHECK(distance_between(left, right) == distance_between(right, left));
  const auto of_two = [](history::ServerId first, history::ServerId second) {
    return outline_of(Tale{}
                          .lists(1s, Tale::root, {Tale::jwt(first, 1)})
                          .lists(2s, Tale::root, {Tale::jwt(second, 1)})
                          .until(1h));
  };
  CHECK(distance_between(of_two(Tale::root_1, Tale::root_2), of_two(Tale::root_2, Tale::root_1))
            .differing == 1);
}

TEST_CASE("the choice is the same on any number of threads, and the first of equals") {
  const auto predict = [](std::uint64_t seed) { return keys_listed(1s * ((seed * 7) % 11)); };
  const std::uint64_t alone = most_typical_seed(22, 1, predict);
  CHECK(alone == most_typical_seed(22, 4, predict));
  CHECK(alone == 7);  // 49 % 11 = 5 s, the median; and so at 18
  CHECK(most_typical_seed(1, 4, predict) == 1);
}

}  // namespace
}  // namespace spindrift::analysis
