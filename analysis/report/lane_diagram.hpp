#pragma once

#include "analysis/report/markup.hpp"
#include "analysis/report/material.hpp"

namespace spindrift::report {

/// Lane diagrams of the times in which processes came and went: servers as lanes, lives as bars,
/// arrows for causes.
void draw_lane_diagrams(Markup& page, const Material& material, std::size_t thinning);

}  // namespace spindrift::report
