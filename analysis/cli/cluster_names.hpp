#pragma once

#include <string>
#include <vector>

#include "sim/history/names.hpp"

namespace spindrift::cli {

/// The names of these clusters, in few words: `root, r1`; four or more that are numbered in a row
/// as a scenario writes them, `region-{1..99}`; all of several as `every cluster`.
[[nodiscard]] std::string names_of(const std::vector<history::ClusterId>& clusters,
                                   const history::Topology& topology);

/// These names in few words, as above.
[[nodiscard]] std::string in_few_words(const std::vector<std::string>& names);

}  // namespace spindrift::cli
