#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/kernel/draws.hpp"
#include "sim/kernel/philox.hpp"
#include "sim/kernel/stream_name.hpp"

namespace spindrift::kernel {

/// A named sequence of random numbers. Draw number `i` is a pure function of (seed, name, i), by
/// Philox 4×32-10 (Salmon et al., SC 2011): a stream that nobody else draws from cannot be moved
/// by what others do. The name is the path of who draws and for what: "eu-1/2/disk.write".
class RandomStream : public Draws<RandomStream> {
 public:
  RandomStream(std::uint64_t seed, const StreamName& name)
      : philox_{.key = seed ^ name.first(), .name = name.second()} {}
  RandomStream(std::uint64_t seed, std::string_view name) : RandomStream{seed, StreamName{name}} {}

  /// 64 evenly distributed bits.
  std::uint64_t bits() {
    const std::size_t place = position_ % Philox::batch_words;
    if (place == 0) philox_.batch(position_ / 2, words_);
    ++position_;
    return words_[place];
  }

  /// How many 64-bit words were drawn.
  [[nodiscard]] std::uint64_t position() const { return position_; }

 private:
  Philox philox_;
  std::uint64_t position_ = 0;
  std::array<std::uint64_t, Philox::batch_words> words_{};
};

/// The same numbers as those of the `RandomStream` of that name, for who takes but one or two and
/// then forgets the stream: nothing is drawn ahead.
class ShortStream : public Draws<ShortStream> {
 public:
  ShortStream(std::uint64_t seed, const StreamName& name)
      : philox_{.key = seed ^ name.first(), .name = name.second()} {}

  /// 64 evenly distributed bits.
  std::uint64_t bits() {
    const std::size_t place = position_ % Philox::block_words;
    if (place == 0) words_ = philox_.block(position_ / Philox::block_words);
    ++position_;
    return words_[place];
  }

 private:
  Philox philox_;
  std::uint64_t position_ = 0;
  std::array<std::uint64_t, Philox::block_words> words_{};
};

}  // namespace spindrift::kernel
