// Each script is carried out on a real PostgreSQL and on the model's datastore; what is written
// under it is what both must come to.
#include <catch2/catch.hpp>

#include "tests/postgresql/model_driver.hpp"
#include "tests/postgresql/real_driver.hpp"
#include "tests/postgresql/same_outcome.hpp"

namespace spindrift::postgresql {

namespace {

using Lines = std::vector<std::string>;

void check_both(std::string_view script, const Lines& expected) {
  const Outcomes outcomes = carry_out_on_both(parse(script));
  CHECK(outcomes.real == expected);
  CHECK(outcomes.model == expected);
}

/// What follows the lines of a script that begins with a row, `first` and `then`.
Lines after_a_row(const Lines& rest) {
  Lines lines{"A begin: done", "A insert 1: done", "A commit: done"};
  lines.insert(lines.end(), rest.begin(), rest.end());
  return lines;
}

std::string with_a_row(std::string_view rest) {
  return "A begin, A insert 1, A commit, " + std::string{rest};
}

/// A to E wait for the row in turn; whoever gets it writes a key and lets go. What is there then.
Keys all_write_at_once(Driver& driver) {
  const Keys first{1};
  const auto at_once = [&](const Step& step, const Keys& keys) {
    driver.send(step, keys);
    return driver.settle();
  };
  at_once({0, Verb::begin, 0}, {});
  at_once({0, Verb::insert, 1}, first);
  at_once({0, Verb::commit, 0}, {});
  std::vector<Answer> served;
  for (std::size_t session = 0; session < 5; ++session) {
    at_once({session, Verb::begin, 0}, {});
    const auto answers = at_once({session, Verb::lock, 0}, {});
    served.insert(served.end(), answers.begin(), answers.end());
  }
  for (int key = 2; served.size() == 1; ++key) {
    const Answer owner = served[0];
    Keys keys = owner.keys.value();
    keys.push_back(key);
    at_once({owner.session, Verb::write, key}, keys);
    served = at_once({owner.session, Verb::commit, 0}, {});
    std::erase_if(served, [&](const Answer& answer) { return answer.session == owner.session; });
  }
  return driver.committed().value();
}

}  // namespace

TEST_CASE("who asks for the row first gets it first", "[R15]") {
  check_both(with_a_row("A begin, B begin, C begin, D begin, E begin, F begin,"
                        "A lock, D lock, B lock, F lock, C lock, E lock,"
                        "A commit, D commit, B rollback, F commit, C commit, E commit"),
             after_a_row({"A begin: done",    "B begin: done",  "C begin: done",  "D begin: done",
                          "E begin: done",    "F begin: done",  "A lock: sees 1", "D lock: waits",
                          "B lock: waits",    "F lock: waits",  "C lock: waits",  "E lock: waits",
                          "A commit: done",   "D lock: sees 1", "D commit: done", "B lock: sees 1",
                          "B rollback: done", "F lock: sees 1", "F commit: done", "C lock: sees 1",
                          "C commit: done",   "E lock: sees 1", "E commit: done", "row: 1"}));
}

TEST_CASE("who waited for the row sees what was written before", "[R15]") {
  check_both(
      with_a_row("A begin, B begin, C begin, A lock, C lock, A write 2, A commit,"
                 "B lock, C write 3, C commit, B write 4, B commit"),
      after_a_row({"A begin: done", "B begin: done", "C begin: done", "A lock: sees 1",
                   "C lock: waits", "A write 2: done", "A commit: done", "C lock: sees 1 2",
                   "B lock: waits", "C write 3: done", "C commit: done", "B lock: sees 1 2 3",
                   "B write 4: done", "B commit: done", "row: 1 2 3 4"}));
}

TEST_CASE("nothing is lost in whatever order those who wait get a changed row", "[R15]") {
  // PostgreSQL keeps their order only while the row is not changed, so none is expected here.
  RealDriver real{std::chrono::minutes{1}};
  ModelDriver model;
  const Keys everything{1, 2, 3, 4, 5, 6};
  CHECK(all_write_at_once(real) == everything);
  CHECK(all_write_at_once(model) == everything);
}

TEST_CASE("what is written is not there for others before it is committed", "[R15]") {
  check_both(with_a_row("A begin, A lock, A write 2, A read, B begin, B read,"
                        "A rollback, B lock, B commit"),
             after_a_row({"A begin: done", "A lock: sees 1", "A write 2: done", "A read: sees 1 2",
                          "B begin: done", "B read: sees 1", "A rollback: done", "B lock: sees 1",
                          "B commit: done", "row: 1"}));
}

TEST_CASE("at READ COMMITTED a write without the row's lock loses another's", "[R15]") {
  SECTION("one after the other") {
    check_both(with_a_row("A begin, B begin, A read, B read, A write 2, A commit,"
                          "B write 3, B commit"),
               after_a_row({"A begin: done", "B begin: done", "A read: sees 1", "B read: sees 1",
                            "A write 2: done", "A commit: done", "B write 3: done",
                            "B commit: done", "row: 1 3"}));
  }
  SECTION("at the same time") {
    check_both(with_a_row("A begin, B begin, A read, B read, A write 2, B write 3,"
                          "A commit, B commit"),
               after_a_row({"A begin: done", "B begin: done", "A read: sees 1", "B read: sees 1",
                            "A write 2: done", "B write 3: waits", "A commit: done",
                            "B write 3: done", "B commit: done", "row: 1 3"}));
  }
}

TEST_CASE("at REPEATABLE READ who would change what changed since fails instead", "[R15]") {
  SECTION("a write that waited") {
    check_both(
        with_a_row("A begin_repeatable, B begin_repeatable, A read, B read, A write 2,"
                   "B write 3, A commit"),
        after_a_row({"A begin_repeatable: done", "B begin_repeatable: done", "A read: sees 1",
                     "B read: sees 1", "A write 2: done", "B write 3: waits", "A commit: done",
                     "B write 3: serialization failure", "row: 1 2"}));
  }
  SECTION("a lock, without waiting for who has the row now") {
    check_both(with_a_row("B begin_repeatable, B read, A begin, A lock, A write 2, A commit,"
                          "C begin, C lock, B read, B lock, C commit"),
               after_a_row({"B begin_repeatable: done", "B read: sees 1", "A begin: done",
                            "A lock: sees 1", "A write 2: done", "A commit: done", "C begin: done",
                            "C lock: sees 1 2", "B read: sees 1", "B lock: serialization failure",
                            "C commit: done", "row: 1 2"}));
  }
  SECTION("not where the row was only locked, nor where the other one rolled back") {
    check_both(with_a_row("A begin, B begin_repeatable, B read, A lock, B lock, A commit,"
                          "B write 2, C begin_repeatable, C read, C write 3, B rollback, C commit"),
               after_a_row({"A begin: done", "B begin_repeatable: done", "B read: sees 1",
                            "A lock: sees 1", "B lock: waits", "A commit: done", "B lock: sees 1",
                            "B write 2: done", "C begin_repeatable: done", "C read: sees 1",
                            "C write 3: waits", "B rollback: done", "C write 3: done",
                            "C commit: done", "row: 1 3"}));
  }
}

TEST_CASE("of two first inserts one fails, unless the other one is rolled back", "[R15]") {
  SECTION("committed") {
    check_both("A begin, B begin, A lock, B lock, A insert 1, B insert 2, A commit",
               {"A begin: done", "B begin: done", "A lock: sees no row", "B lock: sees no row",
                "A insert 1: done", "B insert 2: waits", "A commit: done",
                "B insert 2: unique violation", "row: 1"});
  }
  SECTION("rolled back") {
    check_both("A begin, B begin, A insert 1, B insert 2, A rollback, B commit",
               {"A begin: done", "B begin: done", "A insert 1: done", "B insert 2: waits",
                "A rollback: done", "B insert 2: done", "B commit: done", "row: 2"});
  }
  SECTION("a row that a snapshot does not show is in the way as well") {
    check_both(
        "B begin_repeatable, B read, A begin, A insert 1, A commit, B lock, B insert 2",
        {"B begin_repeatable: done", "B read: sees no row", "A begin: done", "A insert 1: done",
         "A commit: done", "B lock: sees no row", "B insert 2: unique violation", "row: 1"});
  }
}

TEST_CASE("a statement that waits too long fails and leaves its place to the next", "[R17]") {
  const auto [limit, failure] = GENERATE(table<std::string, std::string>(
      {{"limit_lock", "lock timeout"}, {"limit_statement", "statement timeout"}}));
  SECTION("the last of the queue") {
    check_both(
        with_a_row("A begin, B begin, A lock, B " + limit +
                   ", B lock, B await,"
                   "A write 2, A commit, B begin, B lock, B commit"),
        after_a_row({"A begin: done", "B begin: done", "A lock: sees 1", "B " + limit + ": done",
                     "B lock: waits", "B lock: " + failure, "A write 2: done", "A commit: done",
                     "B begin: done", "B lock: sees 1 2", "B commit: done", "row: 1 2"}));
  }
  SECTION("the first of the queue") {
    check_both(with_a_row("A begin, B begin, C begin, A lock, B " + limit +
                          ", B lock, C lock,"
                          "B await, A commit, C commit"),
               after_a_row({"A begin: done", "B begin: done", "C begin: done", "A lock: sees 1",
                            "B " + limit + ": done", "B lock: waits", "C lock: waits",
                            "B lock: " + failure, "A commit: done", "C lock: sees 1",
                            "C commit: done", "row: 1"}));
  }
  SECTION("a first insert") {
    check_both("A begin, B begin, A insert 1, B " + limit + ", B insert 2, B await, A commit",
               {"A begin: done", "B begin: done", "A insert 1: done", "B " + limit + ": done",
                "B insert 2: waits", "B insert 2: " + failure, "A commit: done", "row: 1"});
  }
}

TEST_CASE("a killed backend's work is rolled back and its lock goes to the next", "[R15]") {
  SECTION("the one that has the row") {
    check_both(with_a_row("A begin, B begin, C begin, A lock, B lock, C lock, A write 2, A kill,"
                          "B write 3, B commit, C commit, A begin, A lock"),
               after_a_row({"A begin: done", "B begin: done", "C begin: done", "A lock: sees 1",
                            "B lock: waits", "C lock: waits", "A write 2: done", "A kill: done",
                            "B lock: sees 1", "B write 3: done", "B commit: done",
                            "C lock: sees 1 3", "C commit: done", "A begin: done",
                            "A lock: sees 1 3", "A rollback: done", "row: 1 3"}));
  }
  SECTION("one that waits") {
    check_both(with_a_row("A begin, B begin, C begin, A lock, B lock, C lock, B kill, A write 2,"
                          "A commit, C commit"),
               after_a_row({"A begin: done", "B begin: done", "C begin: done", "A lock: sees 1",
                            "B lock: waits", "C lock: waits", "B kill: done", "B lock: killed",
                            "A write 2: done", "A commit: done", "C lock: sees 1 2",
                            "C commit: done", "row: 1 2"}));
  }
  SECTION("the first inserter") {
    check_both("A begin, B begin, A insert 1, B insert 2, A kill, B commit",
               {"A begin: done", "B begin: done", "A insert 1: done", "B insert 2: waits",
                "A kill: done", "B insert 2: done", "B commit: done", "row: 2"});
  }
}

TEST_CASE("a step that cannot be taken, or is none, is refused") {
  CHECK_THROWS_AS(carry_out_on_both(parse("A lock")), std::invalid_argument);
  CHECK_THROWS_AS(carry_out_on_both(parse("A begin, A write 1")), std::invalid_argument);
  CHECK_THROWS_AS(parse("A look"), std::invalid_argument);
  CHECK_THROWS_AS(parse("A insert"), std::invalid_argument);
}

}  // namespace spindrift::postgresql
