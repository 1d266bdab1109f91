#include "analysis/observation.hpp"

#include <type_traits>
#include <variant>

#include "sim/history/watcher.hpp"

namespace spindrift::analysis {

template <class Each>
void Observation::for_each_sink(const Each& each) {
  each(divergence);
  each(deafness);
  each(exposure);
  each(counts);
  each(keys_made);
  each(kms);
  each(preparations);
  each(ends);
  each(operations);
}

void Observation::begin(const history::Topology& topology_) {
  topology = topology_;
  for_each_sink([&](auto& sink) { sink.begin(topology); });
}

void Observation::on_event(const history::Event& event) {
  now = event.at;
  std::visit(
      [&]<class What>(const What& what) {
        if constexpr (std::is_same_v<What, history::HistoryEnded>) advance(event.at);
        for_each_sink([&]<class Sink>(Sink& sink) {
          if constexpr (history::LooksAt<Sink, What>) show(sink, what, event);
        });
      },
      event.what);
}

void Observation::advance(history::Time now_) {
  now = now_;
  divergence.advance(now);
  deafness.advance(now);
  exposure.advance(now);
  kms.advance(now);
  preparations.advance(now);
}

}  // namespace spindrift::analysis
