#pragma once

#include "analysis/explanation/cause_graph.hpp"
#include "analysis/explanation/explanation.hpp"
#include "analysis/explanation/key_story.hpp"
#include "analysis/failing_tokens.hpp"
#include "analysis/observation.hpp"

namespace spindrift::analysis {

/// Tells why a cluster did not hear of keys, what healed it, and which tokens failed.
class ClusterStories {
 public:
  /// All must outlive this. `observed` and `failing` have seen the whole history.
  ClusterStories(const history::History& history, const CauseGraph& causes, const KeyStories& keys,
                 const Observation& observed, const FailingTokensLog& failing)
      : history_{history}, causes_{causes}, keys_{keys}, observed_{observed}, failing_{failing} {}

  /// One story for each group of keys that the same cluster missed for the same reason.
  [[nodiscard]] std::vector<ClusterStory> of(std::vector<MissingKey> missing) const;

 private:
  [[nodiscard]] const DeafInterval* deafness_at(history::ClusterId cluster,
                                                history::Time moment) const;
  [[nodiscard]] bool missed_above(const MissingKey& missing) const;
  [[nodiscard]] ClusterStory tell(std::vector<MissingKey> group) const;
  void tell_reasons(ClusterStory& story) const;
  void tell_healing(ClusterStory& story) const;
  void tell_price(ClusterStory& story) const;
  [[nodiscard]] Step seen_healing(const history::Event& change) const;
  [[nodiscard]] Step expected_healing(const Healing& healing) const;

  const history::History& history_;
  const CauseGraph& causes_;
  const KeyStories& keys_;
  const Observation& observed_;
  const FailingTokensLog& failing_;
  std::vector<DeafInterval> deaf_ = observed_.deafness.intervals();
};

}  // namespace spindrift::analysis
