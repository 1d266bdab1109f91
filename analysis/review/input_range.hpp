#pragma once

#include <string>
#include <string_view>

namespace spindrift::review {

/// A value of the scenario that is not known, and between what it lies.
struct InputBetween {
  enum class Kind : unsigned char { time, whole_number, number };

  std::string path;  ///< "ca_ttl", "behaviour.hold_down", "rolls.pause"
  Kind kind = Kind::number;
  double lower = 0;  ///< a time in seconds
  double upper = 0;

  /// "path=value" for the scenario. A time is rounded to milliseconds.
  [[nodiscard]] std::string assignment(double value) const;
  /// The value for people: "12m", "3".
  [[nodiscard]] std::string text(double value) const;
};

/// Reads "ca_ttl=12h..48h", "rolls.batch=1..5" (whole numbers) or "vary.latencies_p99=1.0..10".
/// Throws `std::invalid_argument` that says what was expected.
[[nodiscard]] InputBetween parse_input(std::string_view text);

}  // namespace spindrift::review
