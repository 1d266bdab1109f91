#pragma once

#include "analysis/deafness.hpp"
#include "analysis/divergence.hpp"
#include "analysis/exposure.hpp"
#include "analysis/key_counts.hpp"
#include "analysis/keys_made.hpp"
#include "analysis/kms_usage.hpp"
#include "analysis/next_preparation.hpp"
#include "analysis/operations.hpp"
#include "analysis/process_ends.hpp"
#include "sim/history/history.hpp"

namespace spindrift::analysis {

struct ObservationOptions {
  TrafficProfile traffic;
  std::size_t key_limit = KeyCount::aws_limit;  ///< keys of a type that a relying party accepts
};

/// All that a run is usually asked, observed as it goes: memory does not grow with simulated time
/// but for what went wrong.
class Observation final : public history::EventSink {
 public:
  explicit Observation(const ObservationOptions& options = {})
      : exposure{options.traffic}, counts{options.key_limit} {}

  void begin(const history::Topology& topology_) override;
  void on_event(const history::Event& event) override;

  /// Lets time pass without an event.
  void advance(history::Time now_);

  history::Topology topology;
  history::Time now{};
  Divergence divergence;
  Deafness deafness;
  Exposure exposure;
  KeyCounts counts;
  KeysMade keys_made;
  KmsUsage kms;
  NextPreparations preparations;
  ProcessEnds ends;
  Operations operations;

 private:
  template <class Each>
  void for_each_sink(const Each& each);
};

}  // namespace spindrift::analysis
