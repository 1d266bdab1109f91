#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace spindrift::statistics {

/// The largest groups whose members can none of them be told from any other member.
///
/// "Cannot be told apart" is not transitive: A may look like B and B like C while A is clearly
/// better than C. So an alternative may stand in several groups ({A, B} and {B, C}), and every
/// alternative stands in at least one. Two alternatives share a group exactly if they cannot be
/// told apart. These are the letters of a "compact letter display" (H.-P. Piepho, "An algorithm for
/// a letter-based representation of all-pairwise comparisons", Journal of Computational and
/// Graphical Statistics 13 (2004)).
///
/// Method: maximal cliques by C. Bron, J. Kerbosch, "Algorithm 457", CACM 16 (1973), with a pivot.
/// Exponential in the worst case, and immediate for the tens of alternatives of a comparison.
/// REQUIRES: `alike` symmetric. Members ascend within a group, groups ascend by their members.
[[nodiscard]] std::vector<std::vector<std::size_t>> indistinguishable_groups(
    std::size_t alternatives, const std::function<bool(std::size_t, std::size_t)>& alike);

}  // namespace spindrift::statistics
