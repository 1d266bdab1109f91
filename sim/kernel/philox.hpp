#pragma once

#include <array>
#include <cstdint>

namespace spindrift::kernel {

/// Philox 4×32-10, a counter-based generator: a block of 128 random bits is a pure function of a
/// 128-bit counter and a 64-bit key. Passes TestU01's BigCrush.
///
/// Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3", SC 2011.
struct Philox {
  static constexpr std::size_t block_words = 2;
  static constexpr std::size_t batch_blocks = 4;
  static constexpr std::size_t batch_words = block_words * batch_blocks;

  std::uint64_t key = 0;
  /// The upper half of the counter.
  std::uint64_t name = 0;

  /// The words of the block with the counter (name, number).
  [[nodiscard]] std::array<std::uint64_t, block_words> block(std::uint64_t number) const;

  /// The words of the blocks with the counters (name, first) to (name, first + 3), two for each.
  /// Four at once, because a block alone leaves most of the processor idle.
  /// REQUIRES: `first` is a multiple of four.
  void batch(std::uint64_t first, std::array<std::uint64_t, batch_words>& words) const;

  /// The same, one block after the other, in plain arithmetic: for machines without SSE2.
  void batch_portably(std::uint64_t first, std::array<std::uint64_t, batch_words>& words) const;
};

}  // namespace spindrift::kernel
