#include "tests/scenario/mutation.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "sim/model/simulation.hpp"
#include "sim/scenario/deployment_builder.hpp"
#include "tests/scenario/golden.hpp"
#include "tests/scenario/loading.hpp"

namespace spindrift::scenario::test {
namespace {

using namespace std::chrono_literals;

std::vector<std::string> right_texts() {
  std::vector<std::string> texts{
      read_whole(SPINDRIFT_SOURCE_DIR "/tests/scenario/everything.json")};
  for (const Listed& each : list(SPINDRIFT_SOURCE_DIR "/scenarios")) {
    texts.push_back(read_whole(each.path));
  }
  return texts;
}

class Count final : public history::EventSink {
 public:
  void begin(const history::Topology&) override {}
  void on_event(const history::Event&) override { ++events; }
  std::uint64_t events = 0;
};

/// Checks so many mutated scenarios, and runs the first small ones that are right, `runs_wanted` at
/// most. Each gives a scenario, or a problem with its place.
void check_mutated(std::string_view name, int texts_wanted, int runs_wanted) {
  const std::vector<std::string> texts = right_texts();
  kernel::RandomStream random{1, name};
  int right = 0;
  int runs = 0;
  for (int number = 0; number < texts_wanted; ++number) {
    const std::string text = mutated(texts[random.below(texts.size())], random);
    const Loaded loaded = load_text(text, "mutated.json");
    if (const auto* const problems = std::get_if<Problems>(&loaded)) {
      REQUIRE_FALSE(problems->empty());
      REQUIRE(problems->front().position.line > 0);
      continue;
    }
    ++right;
    model::Deployment deployment = std::get<Scenario>(loaded).deployment;
    // Those that are small are also run, for a while.
    deployment.until = std::min<kernel::Duration>(deployment.until, 3h);
    if (runs >= runs_wanted || worst_steps(deployment) > 1e6) continue;
    ++runs;
    Count count;
    model::run(deployment, 1, {}, count);
    REQUIRE(count.events > 0);
  }
  CHECK(right > texts_wanted * 3 / 100);
  CHECK(runs == runs_wanted);
}

TEST_CASE("a hundred thousand mutated scenarios give a scenario or a problem with its place") {
  check_mutated("tests/mutations", 100'000, 200);
}

// The same for a build that is ten times as slow.
TEST_CASE("some thousand mutated scenarios give a scenario or a problem with its place") {
  check_mutated("tests/some-mutations", 8'000, 100);
}

}  // namespace
}  // namespace spindrift::scenario::test
