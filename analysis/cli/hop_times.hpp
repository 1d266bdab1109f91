#pragma once

#include "analysis/propagation/hop_times.hpp"
#include "sim/model/deployment.hpp"

namespace spindrift::cli {

/// What the settings of a deployment say of the times on the way of a key. Behaviours that the plan
/// brings later are not looked at.
[[nodiscard]] analysis::HopTimes hop_times_of(const model::Deployment& deployment);

}  // namespace spindrift::cli
