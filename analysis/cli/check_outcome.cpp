#include "analysis/cli/check_outcome.hpp"

#include <algorithm>

namespace spindrift::cli {

std::size_t CheckOutcome::failed() const {
  return static_cast<std::size_t>(std::ranges::count(verdicts, false, &Verdict::holds));
}

}  // namespace spindrift::cli
