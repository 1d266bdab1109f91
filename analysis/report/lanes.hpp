#pragma once

#include <map>
#include <vector>

#include "analysis/report/activity.hpp"
#include "analysis/report/material.hpp"

namespace spindrift::report {

/// The lanes of a diagram: of each cluster one for its bundle, then one for each server of which
/// the window tells something.
class Lanes {
 public:
  Lanes(const Material& material, const ActivityWindow& window);

  struct Lane {
    history::ClusterId cluster = history::ClusterId::none;
    history::ServerId server = history::ServerId::none;  ///< none: the bundle of the cluster
    double top = 0;
    double height = 0;

    [[nodiscard]] double middle() const { return top + height / 2; }
  };

  [[nodiscard]] const std::vector<Lane>& all() const { return lanes_; }
  /// Null when it has no lane.
  [[nodiscard]] const Lane* of(history::ServerId server) const;
  [[nodiscard]] const Lane* of(history::ClusterId cluster) const;
  [[nodiscard]] double height() const { return height_; }
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  std::vector<Lane> lanes_;
  std::map<history::ServerId, std::size_t> by_server_;
  std::map<history::ClusterId, std::size_t> by_cluster_;
  double height_ = 0;
  std::size_t left_out_ = 0;  ///< servers
};

/// How a key reached a bundle: from the event that made it, or from another bundle.
struct CauseArrow {
  history::Time from{};
  history::Time to{};
  const Lanes::Lane* source = nullptr;
  const Lanes::Lane* target = nullptr;
  std::vector<history::Key> keys;  ///< that arrived
  bool is_own = false;             ///< from a server of the cluster itself
};

/// The first `most` arrows of that window: walks back along causes from each change of a bundle.
[[nodiscard]] std::vector<CauseArrow> arrows_of(const Material& material,
                                                const analysis::CauseGraph& causes,
                                                const Lanes& lanes, history::Time from,
                                                history::Time until, std::size_t most);

}  // namespace spindrift::report
