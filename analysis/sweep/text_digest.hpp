#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/history/siphash.hpp"

namespace spindrift::sweep {

/// A fingerprint of texts: of their bytes in words of eight, the last one filled with zeros, and
/// of their number.
class TextDigest {
 public:
  void add(std::string_view text);

  /// 32 hexadecimal digits for what was added so far. How it was cut into texts does not count.
  [[nodiscard]] std::string hex() const;

 private:
  history::SipHash128 hash_;
  std::uint64_t word_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace spindrift::sweep
