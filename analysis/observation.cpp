#include "analysis/observation.hpp"

namespace spindrift::analysis {
namespace {

template <class... Types>
bool is_any_of(const history::Payload& what) {
  return (std::holds_alternative<Types>(what) || ...);
}

}  // namespace

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
  if (is_any_of<history::KmsCalled, history::SignaturesCounted>(event.what)) {
    kms.on_event(event);
    return;
  }
  // What no sink looks at. `advance` and the end of a history tell all of them the time.
  if (is_any_of<history::ConnectionOpened, history::ConnectionLost, history::JournalSaved,
                history::KeyGenerated, history::KeyRetired, history::ListForwarded,
                history::PublishRequested, history::TokenTried>(event.what)) {
    return;
  }
  for_each_sink([&](auto& sink) { sink.on_event(event); });
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
