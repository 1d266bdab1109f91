#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "analysis/fidelity/canonical_keys.hpp"
#include "analysis/fidelity/predicted_tables.hpp"

namespace spindrift::analysis {

/// The rows of a predicted recording's tables; see `write_predicted_tables`.
class PredictedRows {
 public:
  using Rows = std::vector<nlohmann::ordered_json>;

  /// Both must outlive this.
  PredictedRows(const history::RecordedInputs& inputs, const history::History& predicted);

  [[nodiscard]] Rows bundles() const;
  [[nodiscard]] Rows journals() const;
  [[nodiscard]] Rows kms() const;
  [[nodiscard]] Rows processes() const;
  [[nodiscard]] Rows verdicts(const std::vector<VerdictQuestion>& questions) const;
  [[nodiscard]] Rows key_sets() const;

 private:
  [[nodiscard]] std::string name(const history::Key& key) const;
  [[nodiscard]] std::int64_t unix_seconds(history::Time at) const;
  [[nodiscard]] nlohmann::ordered_json entry(const history::JournalEntry& entry) const;

  const history::RecordedInputs& inputs_;
  const history::History& predicted_;
  CanonicalKeys keys_;
};

}  // namespace spindrift::analysis
