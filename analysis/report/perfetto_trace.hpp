#pragma once

#include <string>

#include "analysis/report/material.hpp"

namespace spindrift::report {

/// The history in the Chrome trace format, for ui.perfetto.dev or chrome://tracing: a process for
/// each cluster, a track for each server and one for the bundle, flows from causes to effects on
/// other tracks, and a counter of JWT keys.
[[nodiscard]] std::string perfetto_trace(const Material& material);

}  // namespace spindrift::report
