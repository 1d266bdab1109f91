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

TEST_CASE("a hundred thousand mutated scenarios give a scenario or a problem with its place") {
  const std::vector<std::string> texts = right_texts();
  kernel::RandomStream random{1, "tests/mutations"};
  int right = 0;
  int runs = 0;
  for (int number = 0; number < 100'000; ++number) {
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
    if (runs >= 200 || worst_steps(deployment) > 1e6) continue;
    ++runs;
    Count count;
    model::run(deployment, 1, {}, count);
    REQUIRE(count.events > 0);
  }
  CHECK(right > 3'000);
  CHECK(runs == 200);
}

}  // namespace
}  // namespace spindrift::scenario::test
