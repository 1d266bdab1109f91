#include "analysis/report/material.hpp"

#include <algorithm>

namespace spindrift::report {

std::vector<analysis::MissingKey> Material::absences() const {
  std::vector<analysis::MissingKey> all = observed->divergence.past();
  for (const analysis::MissingKey& each : observed->divergence.present()) {
    if (end() - each.since >= std::chrono::minutes{1}) all.push_back(each);
  }
  std::ranges::stable_sort(all, {}, &analysis::MissingKey::since);
  return all;
}

Material examine(Subject subject, history::History history,
                 const analysis::ObservationOptions& options) {
  Material material;
  material.subject = std::move(subject);
  material.history = std::move(history);
  material.observed = std::make_unique<analysis::Observation>(options);
  history::Fanout sinks;
  sinks.add(*material.observed);
  sinks.add(material.membership);
  sinks.add(material.lives);
  history::replay(material.history, sinks);
  material.explanation = analysis::explain(material.history);
  material.findings =
      find(material.subject, material.history, *material.observed, material.membership);
  return material;
}

}  // namespace spindrift::report
