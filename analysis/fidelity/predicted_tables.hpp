#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/history/history.hpp"
#include "sim/history/recording/recording.hpp"

namespace spindrift::analysis {

/// A moment at which a token of a server is shown to the agent of a cluster.
struct VerdictQuestion {
  history::Time at{};
  history::ServerId signer = history::ServerId::none;
  history::ObserverId verifier = history::ObserverId::none;
};

/// When the plan's driver would try tokens: every so often, for each server and each agent, from
/// the moment at which the actions begin. Empty when the plan does not say how often.
[[nodiscard]] std::vector<VerdictQuestion> planned_questions(const history::RecordedInputs& inputs);

/// Writes a prediction as tables in the recordings' own form, so that others can compare with tools
/// of their own: `bundles.jsonl`, `journals.jsonl`, `kms.jsonl`, `processes.jsonl`,
/// `verdicts.jsonl`, `jwks.jsonl`.
///
/// Kids, authorities and roots are `MAKER#N`: the maker's N-th key of that kind that ever stood in
/// a bundle or a journal. KMS keys are `MAKER#N` of the maker's N-th CreateKey of that type, with
/// `x` before the number for X.509 and `w` for WIT. Times are those of the recording.
///
/// `folder` is made when it does not exist. Throws `std::system_error`.
void write_predicted_tables(const std::filesystem::path& folder,
                            const history::RecordedInputs& inputs,
                            const history::History& predicted,
                            const std::vector<VerdictQuestion>& questions);

}  // namespace spindrift::analysis
