#pragma once

#include <cmath>
#include <cstddef>
#include <stdexcept>

/// Shared by the implementation files of this library; not part of its interface.
namespace spindrift::statistics::internal {

/// Every function of this library checks what it asks of its caller, in every build. A wrong
/// statistic looks exactly like a right one, so a broken contract must never become a number.
inline void require(bool holds, const char* contract) {
  if (!holds) {
    throw std::invalid_argument(contract);
  }
}

inline void require_finite(double value, const char* contract) {
  require(std::isfinite(value), contract);
}

/// A confidence level of 0 or 1 has no finite interval, and 95 is a slip for 0.95.
inline void require_level(double level) {
  require(level > 0.0 && level < 1.0, "a confidence level lies strictly between 0 and 1");
}

/// Names the one narrowing that statistics cannot avoid. Exact up to 2^53.
inline double as_real(std::size_t count) { return static_cast<double>(count); }

}  // namespace spindrift::statistics::internal
