#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace spindrift::metrics {

/// What a metric counts in.
enum class Unit : std::uint8_t {
  count,
  seconds,
  dollars,
  /// Seconds of each of several things added up, such as of two clusters deaf at the same time.
  summed_seconds
};

/// For columns and axes: `s`, `$`; empty for a count.
[[nodiscard]] std::string_view symbol_of(Unit unit);

/// A value for people: `58`, `2.50`, `9h59m50s`, `$35.10`; `never` for one that is infinite.
[[nodiscard]] std::string value_text(Unit unit, double value);

}  // namespace spindrift::metrics
