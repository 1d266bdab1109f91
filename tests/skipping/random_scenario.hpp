#pragma once

#include <cstdint>
#include <string>

namespace spindrift::test {

/// The text of a valid scenario: any version, up to three levels of clusters, any key manager,
/// short or long keys, slow or fast databases, agents, discovery providers and relying parties, and
/// a plan of what people do and what goes wrong. The same number gives the same scenario.
[[nodiscard]] std::string random_scenario(std::uint64_t number);

}  // namespace spindrift::test
