#pragma once

#include <cstdint>
#include <vector>

#include <rapidcheck.h>

namespace spindrift::analysis {

/// Random choices of a property, drawn at once: rapidcheck remembers and shrinks each draw, which
/// thousands of small ones make unbearably slow.
class Choices {
 public:
  explicit Choices(std::size_t count)
      : drawn_{*rc::gen::container<std::vector<std::uint8_t>>(
            count, rc::gen::inRange<std::uint8_t>(0, 255))} {}

  /// One of 0 … count - 1; the last one when all choices are used up.
  int below(int count) { return used_ < drawn_.size() ? drawn_[used_++] % count : count - 1; }

 private:
  std::vector<std::uint8_t> drawn_;
  std::size_t used_ = 0;
};

}  // namespace spindrift::analysis
