#pragma once

#include <memory>
#include <vector>

#include "analysis/fidelity/canonical_keys.hpp"
#include "sim/history/history.hpp"

namespace spindrift::analysis {

/// One token that was really tried, and what the prediction says of one like it at that moment.
struct VerdictSample {
  history::Time at{};
  history::ServerId signer = history::ServerId::none;
  history::ObserverId verifier = history::ObserverId::none;
  history::Key recorded_key;   ///< shared names; see `CanonicalKeys`
  history::Key predicted_key;  ///< none: it would not have signed
  bool recorded_accepted = false;
  bool predicted_accepted = false;
  /// Within one agent sync of a transition that concerns it, in either history: which of the two
  /// comes first is the agent's luck.
  bool is_near_transition = false;
  history::EventId recorded_event = history::EventId::none;

  [[nodiscard]] bool agrees() const {
    return recorded_key == predicted_key && recorded_accepted == predicted_accepted;
  }
};

/// Asks the prediction for a verdict wherever the recording has one (R19): which key the signer
/// signs with then, and whether the verifier's agent has it.
[[nodiscard]] std::vector<VerdictSample> compare_verdicts(const history::History& recorded,
                                                          const history::History& predicted);

/// A history's answer to "would this verifier accept a token of this signer now?", as time passes.
class VerdictOracle {
 public:
  explicit VerdictOracle(const history::History& history);
  ~VerdictOracle();
  VerdictOracle(const VerdictOracle&) = delete;
  VerdictOracle& operator=(const VerdictOracle&) = delete;
  VerdictOracle(VerdictOracle&&) = delete;
  VerdictOracle& operator=(VerdictOracle&&) = delete;

  /// Moments must not fall.
  void advance(history::Time now);

  /// The key that the signer signs with; none when it does not.
  [[nodiscard]] history::Key key_of(history::ServerId signer) const;
  [[nodiscard]] bool runs(history::ObserverId agent) const;
  [[nodiscard]] bool has(history::ObserverId agent, const history::Key& key) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace spindrift::analysis
