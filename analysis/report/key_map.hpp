#pragma once

#include "analysis/report/markup.hpp"
#include "analysis/report/material.hpp"

namespace spindrift::report {

/// Who holds which key when: a panel for each cluster that missed keys, one for all the others, a
/// line for each key in the order of publication.
void draw_key_map(Markup& page, const Material& material, std::size_t thinning);

}  // namespace spindrift::report
