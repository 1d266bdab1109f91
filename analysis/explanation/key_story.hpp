#pragma once

#include "analysis/explanation/cause_graph.hpp"
#include "analysis/explanation/explanation.hpp"

namespace spindrift::analysis {

/// Who made a key and why, when it was published, and when it began to sign.
class KeyStories {
 public:
  /// Both must outlive this.
  KeyStories(const history::History& history, const CauseGraph& causes)
      : history_{history}, causes_{causes} {}

  [[nodiscard]] KeyStory of(const MissingKey& missing) const;

  /// Why that preparation was due, told of one that a rotation made.
  [[nodiscard]] std::string threshold_of(const history::Event& prepared) const;

  /// The event that prepared that key; null when it never got that far.
  [[nodiscard]] const history::Event* preparation_of(const history::Key& key) const;

 private:
  void tell_start(const history::Event& prepared, std::vector<Step>& steps) const;
  void tell_preparation(const history::Event& prepared, std::vector<Step>& steps) const;
  void tell_activation(const history::Key& key, std::vector<Step>& steps) const;
  [[nodiscard]] std::string name(history::ServerId server) const;
  [[nodiscard]] std::string name(const history::Key& key) const;

  const history::History& history_;
  const CauseGraph& causes_;
};

/// An operator's action in words: "an operator replaced r1/2: its disk was lost".
[[nodiscard]] std::string action_text(const history::Topology& topology,
                                      const history::ActionTaken& action);

}  // namespace spindrift::analysis
