#pragma once

#include <string>

#include "analysis/report/findings.hpp"

namespace spindrift::report {

/// The findings in one sentence, worst first.
[[nodiscard]] std::string verdict_text(const Findings& findings,
                                       const analysis::Observation& observed);

}  // namespace spindrift::report
