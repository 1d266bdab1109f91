#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "sim/history/history.hpp"

namespace spindrift::analysis {

/// Which event led to which: a vertex an event, an edge from cause to effect.
class CauseGraph {
 public:
  using Wanted = std::function<bool(const history::Event&)>;

  /// `history` must outlive this.
  explicit CauseGraph(const history::History& history);
  ~CauseGraph();
  CauseGraph(const CauseGraph&) = delete;
  CauseGraph& operator=(const CauseGraph&) = delete;
  CauseGraph(CauseGraph&&) = delete;
  CauseGraph& operator=(CauseGraph&&) = delete;

  [[nodiscard]] const history::Event& event(history::EventId id) const {
    return history_.events.at(number(id) - 1);
  }

  /// The events that led to `id`, the first one first, `id` itself last.
  [[nodiscard]] std::vector<history::EventId> causes_of(history::EventId id) const;

  /// The nearest wanted event on the way back from `id`, `id` itself included.
  [[nodiscard]] std::optional<history::EventId> nearest_cause(history::EventId id,
                                                              const Wanted& wanted) const;

  /// The first wanted event among all that `id` led to, itself included.
  [[nodiscard]] std::optional<history::EventId> first_effect(history::EventId id,
                                                             const Wanted& wanted) const;

 private:
  struct Graph;  ///< Boost's: whoever asks need not compile it

  const history::History& history_;
  std::unique_ptr<Graph> graph_;
};

}  // namespace spindrift::analysis
