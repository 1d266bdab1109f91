#include "sim/kernel/shared.hpp"

#include <utility>

#include <catch2/catch.hpp>

namespace spindrift::kernel {
namespace {

/// Counts how many of them there are.
struct Counted {
  explicit Counted(int& there) : there_{there} { ++there_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  Counted(Counted&&) = delete;
  Counted& operator=(Counted&&) = delete;
  ~Counted() { --there_; }

 private:
  int& there_;
};

/// Holds a pointer to what is defined only below.
struct Later;
struct Holder {
  Shared<Later> later;
};
struct Later {
  int number = 7;
};

}  // namespace

TEST_CASE("what is shared is destroyed with the last who points to it") {
  int there = 0;
  auto one = Shared<Counted>::make(there);
  CHECK(one.is_only_holder());
  {
    const Shared<Counted> other = one;
    CHECK_FALSE(one.is_only_holder());
    CHECK(other == one);
    one.reset();
    CHECK_FALSE(one);
    CHECK(there == 1);
  }
  CHECK(there == 0);
}

TEST_CASE("a pointer that is moved from points to nothing, and one given away keeps its thing") {
  int there = 0;
  auto one = Shared<Counted>::make(there);
  Shared<Counted> other = std::move(one);
  CHECK(other);
  CHECK(there == 1);
  auto third = Shared<Counted>::make(there);
  other = std::move(third);
  CHECK(there == 1);
  const Shared<Counted>& same = other;
  other = same;
  CHECK(there == 1);
  CHECK(other.is_only_holder());
  other = nullptr;
  CHECK(there == 0);
}

TEST_CASE("only the same thing is equal, not one like it") {
  const auto one = Shared<const int>::make(3);
  const auto other = Shared<const int>::make(3);
  CHECK(*one == *other);
  CHECK_FALSE(one == other);
  CHECK(Shared<const int>{} == nullptr);
}

TEST_CASE("who holds a pointer need not know what it points to") {
  Holder holder{Shared<Later>::make()};
  const Holder copy = holder;
  holder = Holder{};
  CHECK(copy.later->number == 7);
}

}  // namespace spindrift::kernel
