#pragma once

#include <optional>

#include "sim/scenario/about.hpp"
#include "sim/scenario/table.hpp"
#include "sim/scenario/written.hpp"

namespace spindrift::scenario {

template <>
struct Fields<LatencyWritten> {
  static constexpr std::string_view name = "latency";

  using Shape = model::Latency::Shape;

  static void list(auto& field, auto& latency) {
    field.choice("shape", latency.shape, {.meaning = "how it is distributed", .required = true});
    const auto time = [&](std::string_view name, auto& value, std::string_view meaning,
                          Shape shape) {
      field(name, value,
            {.meaning = meaning,
             .range = up_to(day),
             .belongs_to = only(shape),
             .needed_by = only(shape)});
    };
    time("value", latency.value, "always this", Shape::constant);
    time("from", latency.from, "the shortest", Shape::uniform);
    time("to", latency.to, "the longest", Shape::uniform);
    time("mean", latency.mean, "the mean", Shape::exponential);
    time("median", latency.median, "half are below", Shape::lognormal);
    time("p99", latency.p99, "99 % are below", Shape::lognormal);
  }
};

/// What the model makes of it; nothing when the times contradict each other.
[[nodiscard]] std::optional<model::Latency> latency_of(const LatencyWritten& written);
[[nodiscard]] LatencyWritten written_form(const model::Latency& latency);

/// What `latency_of` wants of the times of that shape.
[[nodiscard]] std::string_view wanted_of(model::Latency::Shape shape);

}  // namespace spindrift::scenario
