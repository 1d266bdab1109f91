// Any bytes give a scenario, or problems with their places; what is right reads the same when it is
// written out in full; and what is small enough runs.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sim/model/simulation.hpp"
#include "sim/scenario/deployment_builder.hpp"
#include "sim/scenario/scenario.hpp"

namespace {

using namespace spindrift;

class Nobody final : public history::EventSink {
 public:
  void begin(const history::Topology&) override {}
  void on_event(const history::Event&) override {}
};

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(bytes), size};
  const scenario::Loaded loaded = scenario::load_text(text, "fuzzed.json");
  if (const auto* const problems = std::get_if<scenario::Problems>(&loaded)) {
    require(!problems->empty() && problems->front().position.line > 0);
    return 0;
  }
  const auto& whole = std::get<scenario::Scenario>(loaded);
  const scenario::Loaded again = scenario::load_text(whole.effective_text, "again.json");
  const auto* const same = std::get_if<scenario::Scenario>(&again);
  require(same != nullptr && same->effective_text == whole.effective_text);
  model::Deployment deployment = whole.deployment;
  deployment.until = std::min<kernel::Duration>(deployment.until, std::chrono::minutes{10});
  if (scenario::worst_steps(deployment) > 1e4) return 0;
  Nobody nobody;
  model::run(deployment, whole.seed, {}, nobody);
  return 0;
}
