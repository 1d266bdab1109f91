#pragma once

#include "analysis/report/markup.hpp"
#include "analysis/report/material.hpp"

namespace spindrift::report {

/// Keys over time by cluster: a line each, clusters that are alike together.
void draw_count_plot(Markup& page, const Material& material, std::size_t thinning);

}  // namespace spindrift::report
