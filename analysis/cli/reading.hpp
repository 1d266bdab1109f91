#pragma once

#include <vector>

#include "analysis/observation.hpp"

namespace spindrift::cli {

/// What `bundle show` would have said of a cluster at one moment.
struct ClusterReading {
  std::size_t jwt_keys = 0;
  std::size_t x509_roots = 0;
  std::vector<analysis::MissingKey> missing;  ///< with its end, where that was seen later
};

/// Reads all clusters at one moment of a run, or at its end.
class Readings final : public history::EventSink {
 public:
  /// `observed` must outlive this and be shown each event *after* this has been.
  Readings(std::optional<history::Duration> at, analysis::Observation& observed)
      : at_{at}, observed_{observed} {}

  void begin(const history::Topology&) override {}
  void on_event(const history::Event& event) override;

  /// Call when the run is over; by cluster.
  [[nodiscard]] std::vector<ClusterReading> take();

  /// The moment that was read. REQUIRES: taken.
  [[nodiscard]] history::Time moment() const { return moment_; }

 private:
  void read();

  std::optional<history::Duration> at_;
  analysis::Observation& observed_;
  std::vector<ClusterReading> clusters_;
  history::Time moment_{};
  bool is_read_ = false;
};

}  // namespace spindrift::cli
