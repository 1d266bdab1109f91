#pragma once

#include "sim/history/recording/recording.hpp"
#include "sim/model/deployment.hpp"

namespace spindrift::scenario {

/// Adds what was done to servers and databases, at the moments at which it was done. A start that
/// no action explains (a supervisor's, say) is an action of its own.
void add_recorded_actions(const history::RecordedInputs& inputs, model::Deployment& deployment);

/// Adds the times in which the KMS answered with errors.
void add_kms_outages(const history::RecordedInputs& inputs, model::Deployment& deployment);

}  // namespace spindrift::scenario
