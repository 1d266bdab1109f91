#pragma once

#include <cstdint>

#include "sim/kernel/draws.hpp"
#include "sim/kernel/time.hpp"

namespace spindrift::model {

using kernel::Duration;
using kernel::Time;

/// How long a step takes, when it may differ from time to time.
///
/// `constant`: always `typical`. `uniform`: evenly between `typical - spread` and
/// `typical + spread`. `exponential`: mean `typical`. `lognormal`: median `typical`, 99 % below
/// `typical + spread`. Draws come from the stream of whoever waits; `constant` draws nothing.
class Latency {
 public:
  enum class Shape : std::uint8_t { constant, uniform, exponential, lognormal };

  constexpr Latency() = default;
  constexpr Latency(Shape shape, Duration typical, Duration spread)
      : shape_{shape}, typical_{typical}, spread_{spread} {
    if (shape == Shape::lognormal) lognormal_ = {typical, typical + spread};
  }

  [[nodiscard]] constexpr Shape shape() const { return shape_; }
  [[nodiscard]] constexpr Duration typical() const { return typical_; }
  [[nodiscard]] constexpr Duration spread() const { return spread_; }

  template <class Source>
  [[nodiscard]] Duration draw(kernel::Draws<Source>& source) const {
    switch (shape_) {
      case Shape::constant:
        return typical_;
      case Shape::uniform:
        return source.between(typical_ - spread_, typical_ + spread_);
      case Shape::exponential:
        return source.exponential(typical_);
      case Shape::lognormal:
        break;
    }
    return source.lognormal(lognormal_);
  }

  friend constexpr bool operator==(const Latency&, const Latency&) = default;

 private:
  Shape shape_ = Shape::constant;
  Duration typical_{};
  Duration spread_{};
  kernel::Lognormal lognormal_;  // kept, because its logarithm is as dear as a draw
};

/// A step that always takes the same time.
constexpr Latency always(Duration typical) { return {Latency::Shape::constant, typical, {}}; }

}  // namespace spindrift::model
