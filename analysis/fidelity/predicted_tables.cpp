#include "analysis/fidelity/predicted_tables.hpp"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "analysis/fidelity/canonical_keys.hpp"
#include "analysis/fidelity/predicted_rows.hpp"
#include "sim/history/output_file.hpp"

namespace spindrift::analysis {

using history::RecordedInputs;
using nlohmann::ordered_json;

namespace {

void write_rows(const std::filesystem::path& file, const std::vector<ordered_json>& rows) {
  history::OutputFile output{file};
  for (const ordered_json& row : rows) output.write(row.dump() + '\n');
  output.commit();
}

}  // namespace

std::vector<VerdictQuestion> planned_questions(const RecordedInputs& inputs) {
  std::vector<VerdictQuestion> questions;
  if (!inputs.plan.verify_every || *inputs.plan.verify_every <= history::Duration{}) return {};
  const auto& observers = inputs.topology.observers;
  for (history::Time at = inputs.actions_from; at < inputs.ends; at += *inputs.plan.verify_every) {
    for (std::size_t server = 0; server < inputs.topology.servers.size(); ++server) {
      for (std::size_t place = 0; place < observers.size(); ++place) {
        if (observers[place].kind != history::ObserverKind::agent) continue;
        questions.push_back({at, history::ServerId{static_cast<std::uint32_t>(server)},
                             history::ObserverId{static_cast<std::uint32_t>(place)}});
      }
    }
  }
  return questions;
}

void write_predicted_tables(const std::filesystem::path& folder, const RecordedInputs& inputs,
                            const history::History& predicted,
                            const std::vector<VerdictQuestion>& questions) {
  std::filesystem::create_directories(folder);
  const PredictedRows rows{inputs, predicted};
  write_rows(folder / "bundles.jsonl", rows.bundles());
  write_rows(folder / "journals.jsonl", rows.journals());
  write_rows(folder / "kms.jsonl", rows.kms());
  write_rows(folder / "processes.jsonl", rows.processes());
  write_rows(folder / "verdicts.jsonl", rows.verdicts(questions));
  write_rows(folder / "jwks.jsonl", rows.key_sets());
}

}  // namespace spindrift::analysis
