#pragma once

#include <array>
#include <string>
#include <vector>

#include "analysis/fidelity/deaf_comparison.hpp"
#include "analysis/fidelity/matching.hpp"
#include "analysis/fidelity/verdicts.hpp"
#include "sim/history/history.hpp"

/// How well a prediction agrees with what was observed of real servers.
namespace spindrift::analysis {

/// One kind of happening, compared for each subject.
struct FidelityCategory {
  std::string name;     ///< "JWT keys in bundles"
  std::string subject;  ///< what the subjects are: "cluster"
  std::vector<SubjectMatch> matches;

  [[nodiscard]] bool holds() const;
  [[nodiscard]] std::size_t matched() const;
  [[nodiscard]] std::size_t missing() const;
  [[nodiscard]] std::size_t spurious() const;
  [[nodiscard]] std::size_t out_of_order() const;
};

/// How often a server called the KMS with one call.
struct CallComparison {
  history::ServerId server = history::ServerId::none;
  std::string call;  ///< signatures of own X.509-SVIDs are "Sign (own SVID)"
  std::size_t recorded = 0;
  std::size_t predicted = 0;
  bool is_judged = true;  ///< own SVIDs are shown, not judged

  [[nodiscard]] bool holds() const { return !is_judged || recorded == predicted; }
};

/// Where the two histories part for the first time.
struct FirstDifference {
  std::string category;
  std::string subject;
  std::string what;  ///< "missing: + A/1#2"
  history::Time at{};
  /// What led to it, the first cause first: on the side that has it, and on the other side what led
  /// to the last thing that both agree on for that subject.
  std::vector<history::EventId> recorded_causes;
  std::vector<history::EventId> predicted_causes;
};

struct VerdictCount {
  std::size_t judged = 0;  ///< outside one agent sync of a transition
  std::size_t agreed = 0;
  std::size_t near_transitions = 0;
  std::size_t near_agreed = 0;

  /// The share that must agree outside transitions.
  static constexpr double wanted = 0.99;
  [[nodiscard]] bool holds() const {
    return static_cast<double>(agreed) >= wanted * static_cast<double>(judged);
  }
};

struct Fidelity {
  std::string name;
  std::vector<FidelityCategory> categories;
  std::vector<CallComparison> kms_calls;
  std::vector<DeafMatch> deafness;
  std::vector<VerdictSample> verdicts;
  std::optional<FirstDifference> first_difference;

  [[nodiscard]] VerdictCount verdict_count() const;
  /// Everything matched, in order, counts equal, deafness right, verdicts agree.
  [[nodiscard]] bool holds() const;
};

/// Compares two histories of one deployment: same clusters, servers and observers in the same
/// order. Nothing is left out but signatures of servers' own X.509-SVIDs.
[[nodiscard]] Fidelity compare_histories(const history::History& recorded,
                                         const history::History& predicted);

/// The comparison for people: a table and the first difference. Ends with a line end.
[[nodiscard]] std::string to_text(const Fidelity& fidelity, const history::History& recorded,
                                  const history::History& predicted);

}  // namespace spindrift::analysis
