#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "sim/history/names.hpp"

namespace spindrift::analysis {

/// For hash tables of keys that are only looked up, never gone through.
struct KeyHash {
  std::size_t operator()(const history::Key& key) const {
    const std::uint64_t maker = history::index(key.maker);
    const auto type = static_cast<std::uint64_t>(key.type);
    const std::uint64_t packed = (maker << 34U) ^ (type << 32U) ^ key.number;
    // Fibonacci hashing spreads numbers that count up.
    return std::hash<std::uint64_t>{}(packed * 0x9e37'79b9'7f4a'7c15U);
  }
};

}  // namespace spindrift::analysis
