#pragma once

#include <memory>
#include <vector>

#include "analysis/explanation/cause_graph.hpp"
#include "analysis/explanation/explanation.hpp"
#include "analysis/membership.hpp"
#include "analysis/observation.hpp"
#include "analysis/report/findings.hpp"
#include "analysis/report/lives.hpp"
#include "analysis/report/subject.hpp"

namespace spindrift::report {

/// A history and all that a report tells of it, worked out once for every format.
struct Material {
  Subject subject;
  history::History history;
  std::unique_ptr<analysis::Observation> observed;
  analysis::Membership membership;
  Lives lives;
  analysis::Explanation explanation;
  Findings findings;

  [[nodiscard]] const history::Topology& topology() const { return history.topology; }
  [[nodiscard]] history::Time end() const { return observed->now; }
  [[nodiscard]] const std::string& name(history::ClusterId cluster) const {
    return history.topology.at(cluster).name;
  }
  [[nodiscard]] const std::string& name(history::ServerId server) const {
    return history.topology.at(server).name;
  }

  /// Every absence of a key for a noticeable time, past and present, by beginning.
  [[nodiscard]] std::vector<analysis::MissingKey> absences() const;
};

/// Asks all questions of a history.
[[nodiscard]] Material examine(Subject subject, history::History history,
                               const analysis::ObservationOptions& options = {});

}  // namespace spindrift::report
