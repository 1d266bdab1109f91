#include "sim/history/history.hpp"

namespace spindrift::history {

void replay(const History& history, EventSink& sink) {
  sink.begin(history.topology);
  for (const Event& event : history.events) sink.on_event(event);
}

void HistoryBuilder::begin(const Topology& topology) { history_.topology = topology; }

void HistoryBuilder::on_event(const Event& event) { history_.events.push_back(event); }

void Fanout::begin(const Topology& topology) {
  for (EventSink* const sink : sinks_) sink->begin(topology);
}

void Fanout::on_event(const Event& event) {
  for (EventSink* const sink : sinks_) sink->on_event(event);
}

}  // namespace spindrift::history
