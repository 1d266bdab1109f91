#include "analysis/sweep/plan.hpp"
#include "analysis/sweep/plan_fields.hpp"
#include "sim/scenario/schema_writer.hpp"

namespace spindrift::sweep {

std::string plan_schema() {
  return scenario::schema_text(
      PlanWritten{}, "spindrift sweep plan",
      "Which values of a scenario vary, under which strategies, with how many seeds.");
}

}  // namespace spindrift::sweep
