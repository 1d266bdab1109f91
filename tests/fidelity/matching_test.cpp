#include "analysis/fidelity/matching.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

namespace spindrift::analysis {
namespace {

using namespace std::chrono_literals;

/// Happenings of one subject: each version a list of names, a second apart.
Happenings versions(const std::vector<std::vector<std::string>>& all) {
  Happenings happenings;
  std::size_t version = 0;
  for (const auto& names : all) {
    ++version;
    const history::Time at{std::chrono::seconds{version}};
    for (const std::string& name : names) {
      happenings["A"].push_back({name, at, history::EventId{version}, version});
    }
  }
  return happenings;
}

SubjectMatch only(const Happenings& recorded, const Happenings& predicted) {
  const auto matches = match(recorded, predicted);
  REQUIRE(matches.size() == 1);
  return matches.front();
}

TEST_CASE("the same happenings in the same order hold") {
  const SubjectMatch same = only(versions({{"a"}, {"b"}}), versions({{"a"}, {"b"}}));
  CHECK(same.holds());
  CHECK(same.matched.size() == 2);
}

TEST_CASE("one that is left out is missing, one that is added is spurious, and neither holds") {
  const SubjectMatch missing = only(versions({{"a"}, {"b"}}), versions({{"a"}}));
  CHECK_FALSE(missing.holds());
  REQUIRE(missing.missing.size() == 1);
  CHECK(missing.missing.front().what == "b");
  const SubjectMatch spurious = only(versions({{"a"}}), versions({{"a"}, {"b"}}));
  CHECK_FALSE(spurious.holds());
  CHECK(spurious.spurious.size() == 1);
}

TEST_CASE("a second time of the same thing is not the first") {
  const SubjectMatch twice = only(versions({{"a"}, {"a"}}), versions({{"a"}}));
  CHECK(twice.matched.size() == 1);
  CHECK(twice.missing.size() == 1);
  CHECK(twice.missing.front().at == history::Time{2s});
}

TEST_CASE("two that change places are out of order, and only as many as need to move") {
  const SubjectMatch swapped =
      only(versions({{"a"}, {"b"}, {"c"}}), versions({{"b"}, {"a"}, {"c"}}));
  CHECK_FALSE(swapped.holds());
  CHECK(swapped.out_of_order() == 1);
  CHECK(only(versions({{"a"}, {"b"}, {"c"}, {"d"}}), versions({{"d"}, {"a"}, {"b"}, {"c"}}))
            .out_of_order() == 1);
}

TEST_CASE("what one version brings together is a set, on either side") {
  CHECK(only(versions({{"a", "b"}}), versions({{"b"}, {"a"}})).holds());
  CHECK(only(versions({{"b"}, {"a"}}), versions({{"a", "b"}})).holds());
  CHECK_FALSE(only(versions({{"a", "b"}, {"c"}}), versions({{"c"}, {"a", "b"}})).holds());
}

TEST_CASE("a subject that only one side knows is compared with nothing") {
  Happenings other;
  other["B"] = versions({{"a"}})["A"];
  const auto matches = match(versions({{"a"}}), other);
  REQUIRE(matches.size() == 2);
  CHECK(matches[0].missing.size() == 1);
  CHECK(matches[1].spurious.size() == 1);
}

TEST_CASE("quantiles of errors are those that a share does not exceed") {
  Happenings late;
  for (std::size_t each = 1; each <= 100; ++each) {
    late["A"].push_back({std::to_string(each), history::Time{std::chrono::seconds{each}},
                         history::EventId::none, each});
  }
  Happenings exact = late;
  for (Happening& each : exact["A"]) each.at = history::Time{};
  const auto matches = match(exact, late);
  CHECK(error_quantile(matches, 0.5) == 50s);
  CHECK(error_quantile(matches, 0.95) == 95s);
  CHECK(error_quantile(matches, 1.0) == 100s);
  CHECK(error_quantile({}, 0.5) == 0s);
}

TEST_CASE("whatever happens, every happening is matched, missing or spurious exactly once") {
  CHECK(rc::check([](const std::vector<std::vector<std::uint8_t>>& left,
                     const std::vector<std::vector<std::uint8_t>>& right) {
    const auto named = [](const std::vector<std::vector<std::uint8_t>>& all) {
      std::vector<std::vector<std::string>> names;
      for (const auto& each : all) {
        std::vector<std::string>& row = names.emplace_back();
        for (const std::uint8_t letter : each) row.push_back(std::to_string(letter % 5));
      }
      return versions(names);
    };
    Happenings recorded = named(left);
    Happenings predicted = named(right);
    std::size_t matched = 0;
    std::size_t missing = 0;
    std::size_t spurious = 0;
    for (const SubjectMatch& each : match(recorded, predicted)) {
      matched += each.matched.size();
      missing += each.missing.size();
      spurious += each.spurious.size();
      for (const auto& pair : each.matched) RC_ASSERT(pair.recorded.what == pair.predicted.what);
    }
    RC_ASSERT(matched + missing == recorded["A"].size());
    RC_ASSERT(matched + spurious == predicted["A"].size());
    for (const SubjectMatch& each : match(recorded, recorded)) RC_ASSERT(each.holds());
  }));
}

}  // namespace
}  // namespace spindrift::analysis
