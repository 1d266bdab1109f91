#pragma once

#include "analysis/report/markup.hpp"
#include "analysis/report/material.hpp"

namespace spindrift::report {

/// The cause chain of each divergence in words.
void write_stories(Markup& page, const Material& material);

/// The heading of a cluster's story: "r6 missed 19 keys, …, for 11h08m00s".
[[nodiscard]] std::string heading_of(const Material& material, const analysis::ClusterStory& story);

}  // namespace spindrift::report
