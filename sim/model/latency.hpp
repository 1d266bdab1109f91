#pragma once

#include <cstdint>

#include "sim/kernel/time.hpp"

namespace spindrift::model {

using kernel::Duration;
using kernel::Time;

/// How long a step takes, when it may differ from time to time.
///
/// `constant`: always `typical`. `uniform`: evenly between `typical - spread` and
/// `typical + spread`. `exponential`: mean `typical`. `lognormal`: median `typical`, 99 % below
/// `typical + spread`. Draws come from the stream of whoever waits; `constant` draws nothing.
struct Latency {
  enum class Shape : std::uint8_t { constant, uniform, exponential, lognormal };

  Shape shape = Shape::constant;
  Duration typical{};
  Duration spread{};

  friend constexpr bool operator==(const Latency&, const Latency&) = default;
};

/// A step that always takes the same time.
constexpr Latency always(Duration typical) { return {Latency::Shape::constant, typical, {}}; }

}  // namespace spindrift::model
