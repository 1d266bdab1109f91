#include "sim/history/fingerprint.hpp"

#define XXH_INLINE_ALL         // compiled here, so that who links this needs no other library
#define XXH_NO_INLINE_HINTS 1  // as far as the compiler likes: it cannot obey in debugging builds
#include <fmt/format.h>
#include <xxhash.h>

namespace spindrift::history {

struct Fingerprint::State {
  XXH3_state_t hash;
};

void Fingerprint::Free::operator()(State* state) const { delete state; }

Fingerprint::Fingerprint() : state_{new State} { XXH3_128bits_reset(&state_->hash); }

void Fingerprint::add(std::span<const std::byte> bytes) {
  XXH3_128bits_update(&state_->hash, bytes.data(), bytes.size());
}

std::string Fingerprint::hex() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(&state_->hash);
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::uint64_t word_for_text(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

}  // namespace spindrift::history
