#pragma once

#include "analysis/report/markup.hpp"
#include "analysis/review/comparison.hpp"

namespace spindrift::report {

/// How strategies rank, with how much certainty, and what each costs.
void write_comparison(Markup& page, const review::Comparison& comparison);

/// A mean with its interval: `120,762 (120,100 to 121,424)`; the mean alone where luck changes
/// nothing.
[[nodiscard]] std::string interval_text(const statistics::ConfidenceInterval& interval,
                                        metrics::Unit unit);

/// A value for people: `120,762`, `9h59m50s`, `$35.10`.
[[nodiscard]] std::string figure_text(metrics::Unit unit, double value);

/// The mean of a metric over an alternative's replications; 0 without any.
[[nodiscard]] double mean_of(const review::Alternative& alternative, metrics::FleetMetric metric);

/// The name of a metric in words: "failed verifications".
[[nodiscard]] std::string words_of(metrics::FleetMetric metric);

}  // namespace spindrift::report
