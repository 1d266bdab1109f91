#pragma once

#include <cstddef>
#include <functional>

namespace spindrift::statistics {

/// Where the randomness of designs and bootstraps comes from: each call gives the next number of a
/// stream, uniform in [0, 1). The caller owns the stream and its seed, so that a design is
/// repeatable and this library has no state.
using UniformSource = std::function<double()>;

/// A whole number below `bound`, uniform but for a bias of at most bound / 2^53.
/// REQUIRES: bound >= 1. Throws std::invalid_argument if the source leaves [0, 1).
[[nodiscard]] std::size_t draw_below(std::size_t bound, const UniformSource& uniform);

/// The next number, checked. Throws std::invalid_argument if the source leaves [0, 1).
[[nodiscard]] double draw(const UniformSource& uniform);

}  // namespace spindrift::statistics
