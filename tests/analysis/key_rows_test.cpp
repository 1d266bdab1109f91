#include "analysis/key_rows.hpp"

#include <array>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "analysis/key_grid.hpp"

namespace spindrift::analysis {
namespace {

history::Key key(std::uint32_t number) {
  return {history::ServerId{7}, history::KeyType::jwt, number};
}

}  // namespace

TEST_CASE("keys keep their rows, in whatever order they are looked up") {
  KeyRows rows;
  for (std::uint32_t number = 0; number < 100; ++number) CHECK(rows.add(key(number)) == number);
  for (std::uint32_t number = 0; number < 100; ++number) {
    CHECK(rows.find_next(key(number)) == number);
  }
  for (std::uint32_t number = 100; number-- > 0;) CHECK(rows.find_next(key(number)) == number);
  CHECK(rows.find_next(key(100)) == KeyRows::none);
  CHECK(rows.find(key(42)) == 42);
  CHECK(rows.find({history::ServerId{8}, history::KeyType::jwt, 42}) == KeyRows::none);
  CHECK(rows.find({history::ServerId{7}, history::KeyType::wit, 42}) == KeyRows::none);
}

TEST_CASE("keys that came in a row are found in a run, which ends where another key stands") {
  KeyRows rows;
  for (std::uint32_t number = 0; number < 10; ++number) rows.add(key(number));
  const auto run_of = [&](const std::vector<std::uint32_t>& numbers) {
    const KeyRows::Run run = rows.find_run(numbers, key);
    return std::pair{run.first, run.length};
  };
  CHECK(run_of({3, 4, 5}) == std::pair{KeyRows::Row{3}, std::size_t{3}});
  CHECK(run_of({6, 7, 9}) == std::pair{KeyRows::Row{6}, std::size_t{2}});
  CHECK(run_of({9, 10}) == std::pair{KeyRows::Row{9}, std::size_t{1}});
  CHECK(run_of({5, 4}) == std::pair{KeyRows::Row{5}, std::size_t{1}});
  CHECK(run_of({10, 0, 1}).second == 0);
  rows.release(2);
  CHECK(run_of({1, 2, 3}) == std::pair{KeyRows::Row{1}, std::size_t{1}});
  CHECK(run_of({2, 3}).second == 0);
}

TEST_CASE("a row that is given back has no key until another key gets it, first given back first") {
  KeyRows rows;
  for (std::uint32_t number = 0; number < 4; ++number) rows.add(key(number));
  rows.release(2);
  rows.release(1);
  CHECK(rows.find(key(2)) == KeyRows::none);
  CHECK(rows.find_next(key(1)) == KeyRows::none);
  REQUIRE(rows.find_next(key(0)) == 0);
  CHECK(rows.find_next({}) == KeyRows::none);
  std::vector<std::uint32_t> numbers;
  rows.for_each([&](const history::Key& each, KeyRows::Row) { numbers.push_back(each.number); });
  CHECK(numbers == std::vector<std::uint32_t>{0, 3});
  CHECK(rows.add(key(10)) == 2);
  CHECK(rows.add(key(11)) == 1);
  CHECK(rows.add(key(12)) == 4);
  CHECK(rows.find_next(key(10)) == 2);
  CHECK(rows.end() == 5);
}

TEST_CASE("a grid keeps what it holds when it gets more rows, and clears the rows it is told to") {
  KeyGrid grid{3};
  grid.make_room(2);
  for (std::size_t holder = 0; holder < 3; ++holder) {
    grid.at(holder, 0) = static_cast<std::uint8_t>(10 + holder);
    grid.at(holder, 1) = static_cast<std::uint8_t>(20 + holder);
  }
  grid.make_room(1000);
  for (std::size_t holder = 0; holder < 3; ++holder) {
    CHECK(grid.at(holder, 0) == 10 + holder);
    CHECK(grid.at(holder, 1) == 20 + holder);
    CHECK(grid.at(holder, 999) == 0);
    grid.at(holder, 999) = 1;
  }
  grid.clear(std::array<KeyRows::Row, 2>{0, 999});
  for (std::size_t holder = 0; holder < 3; ++holder) {
    CHECK(grid.at(holder, 0) == 0);
    CHECK(grid.at(holder, 1) == 20 + holder);
    CHECK(grid.at(holder, 999) == 0);
  }
}

}  // namespace spindrift::analysis
