#pragma once

#include <cstdint>
#include <string_view>

namespace spindrift::bench {

/// A workload of `bench/compare` that asks of many events what `spindrift propagation` or `compare`
/// does, for `size` hours or replications; returns how many arrivals of a key, or runs of a
/// strategy, it took: 0 when there is none of that name.
std::uint64_t run_question(std::string_view name, std::uint64_t size);

}  // namespace spindrift::bench
