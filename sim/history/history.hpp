#pragma once

#include <string>
#include <vector>

#include "sim/history/event.hpp"

namespace spindrift::history {

/// Receives a history while it happens. Analyses that implement this need no stored events, so
/// their memory does not grow with simulated time.
class EventSink {
 public:
  virtual ~EventSink() = default;

  /// Called once before the first event.
  virtual void begin(const Topology& topology) = 0;

  /// Called for each event, ids ascending from 1 without gaps, times never falling.
  virtual void on_event(const Event& event) = 0;
};

/// A whole history: who was there and all that happened, in order.
struct History {
  std::string scenario;
  std::uint64_t seed = 0;
  Topology topology;
  std::vector<Event> events;  ///< events[i].id == i + 1
};

/// Stores what happens.
class HistoryBuilder final : public EventSink {
 public:
  explicit HistoryBuilder(History& history) : history_{history} {}
  void begin(const Topology& topology) override;
  void on_event(const Event& event) override;

 private:
  History& history_;
};

/// Shows what happens to several sinks, in the order in which they were added.
class Fanout final : public EventSink {
 public:
  /// `sink` must outlive this.
  void add(EventSink& sink) { sinks_.push_back(&sink); }
  void begin(const Topology& topology) override;
  void on_event(const Event& event) override;

 private:
  std::vector<EventSink*> sinks_;
};

/// Shows a stored history to a sink, as if it happened now.
void replay(const History& history, EventSink& sink);

}  // namespace spindrift::history
