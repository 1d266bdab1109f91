#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <rapidcheck.h>

namespace spindrift::statistics {

/// Numbers of the size that metrics have, with a fraction, and equal ones among them often enough.
inline rc::Gen<double> real_number() {
  return rc::gen::map(rc::gen::inRange(-400'000, 400'001), [](int x) { return x / 64.0; });
}

inline rc::Gen<std::vector<double>> series_of(std::size_t length) {
  return rc::gen::container<std::vector<double>>(length, real_number());
}

inline rc::Gen<std::vector<double>> series_of_at_least(std::size_t length) {
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(length, length + 60),
                         [](std::size_t size) { return series_of(size); });
}

/// Equal but for rounding.
inline bool is_close(double one, double other, double tolerance = 1e-9) {
  return std::abs(one - other) <= tolerance * std::max({1.0, std::abs(one), std::abs(other)});
}

}  // namespace spindrift::statistics
