#include "analysis/cli/compare_report.hpp"

namespace spindrift::cli {

AgainstBaselineWords words_for(review::AgainstBaseline against) {
  switch (against) {
    case review::AgainstBaseline::better:
      return {"better", "better", "+"};
    case review::AgainstBaseline::worse:
      return {"worse", "worse", "-"};
    case review::AgainstBaseline::cannot_tell_apart:
      return {"cannot_tell_apart", "cannot tell apart", "?"};
    case review::AgainstBaseline::same_in_every_replication:
      break;
  }
  return {"same_in_every_replication", "same", "="};
}

}  // namespace spindrift::cli
