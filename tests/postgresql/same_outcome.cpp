#include "tests/postgresql/same_outcome.hpp"

#include <chrono>

#include "tests/postgresql/model_driver.hpp"
#include "tests/postgresql/real_driver.hpp"

namespace spindrift::postgresql {

namespace {

using namespace std::chrono_literals;

/// Timeouts are the one thing that passes by the clock. When one ends a statement before the script
/// has come to that point, the script is carried out again with longer ones.
std::vector<std::string> carry_out_really(const Script& script, Impossible impossible) {
  constexpr std::chrono::milliseconds longest = 20s;
  for (std::chrono::milliseconds patience = 50ms;; patience *= 4) {
    RealDriver driver{patience};
    try {
      return carry_out(script, driver, impossible);
    } catch (const TooHasty&) {
      if (patience > longest) throw;
    }
  }
}

}  // namespace

Outcomes carry_out_on_both(const Script& script, Impossible impossible) {
  ModelDriver model;
  Outcomes outcomes;
  outcomes.model = carry_out(script, model, impossible);
  outcomes.real = carry_out_really(script, impossible);
  return outcomes;
}

}  // namespace spindrift::postgresql
