#include "sim/scenario/latency_fields.hpp"

namespace spindrift::scenario {

using Shape = model::Latency::Shape;

std::optional<model::Latency> latency_of(const LatencyWritten& written) {
  // A wider lognormal would now and then take longer than simulated time can express.
  constexpr std::int64_t widest = 1'000;
  switch (written.shape) {
    case Shape::constant:
      return model::always(written.value);
    case Shape::uniform: {
      const kernel::Duration spread = (written.to - written.from) / 2;
      if (spread < kernel::Duration{} || written.from + 2 * spread != written.to) break;
      return model::Latency{Shape::uniform, written.from + spread, spread};
    }
    case Shape::exponential:
      return model::Latency{Shape::exponential, written.mean, {}};
    case Shape::lognormal:
      if (written.median <= kernel::Duration{} || written.p99 <= written.median ||
          written.p99 / widest > written.median) {
        break;
      }
      return model::Latency{Shape::lognormal, written.median, written.p99 - written.median};
  }
  return std::nullopt;
}

LatencyWritten written_form(const model::Latency& latency) {
  LatencyWritten written;
  written.shape = latency.shape();
  written.value = latency.typical();
  written.from = latency.typical() - latency.spread();
  written.to = latency.typical() + latency.spread();
  written.mean = latency.typical();
  written.median = latency.typical();
  written.p99 = latency.typical() + latency.spread();
  return written;
}

std::string_view wanted_of(Shape shape) {
  if (shape == Shape::uniform) {
    return "expected `from` not above `to`, and an even number of nanoseconds between them";
  }
  return "expected `median` above zero and `p99` above it, up to 1000 times as long";
}

}  // namespace spindrift::scenario
