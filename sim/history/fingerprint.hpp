#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace spindrift::history {

/// XXH3 with a 128-bit result, of bytes as they come: what `xxhsum -H128` prints for a file of
/// them. Chosen because it is specified to the bit, other programs have it too, and it takes in
/// eight bytes for four instructions. It keeps mistakes apart, not attacks.
class Fingerprint {
 public:
  Fingerprint();

  /// How they are cut into calls does not count.
  void add(std::span<const std::byte> bytes);
  void add(std::string_view text) { add(std::as_bytes(std::span{text})); }

  /// 32 hexadecimal digits for what was added so far.
  [[nodiscard]] std::string hex() const;

 private:
  struct State;
  struct Free {
    void operator()(State* state) const;
  };
  std::unique_ptr<State, Free> state_;
};

/// XXH3 with a 64-bit result.
[[nodiscard]] std::uint64_t word_for_text(std::string_view text);

}  // namespace spindrift::history
