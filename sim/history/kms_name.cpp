#include "sim/history/kms_name.hpp"

#include <functional>
#include <map>
#include <mutex>

#include "sim/history/siphash.hpp"

namespace spindrift::history {

namespace {

std::uint64_t hash_of(std::string_view text) {
  SipHash128 hash;
  for (const char letter : text) hash.add(static_cast<unsigned char>(letter));
  return hash.result()[0];
}

}  // namespace

KmsName::KmsName(std::string_view text) : kept_{&keep(text)} {}

const KmsName::Kept KmsName::no_text{{}, hash_of({})};

const KmsName::Kept& KmsName::keep(std::string_view text) {
  if (text.empty()) return no_text;
  static std::mutex mutex;
  static std::map<std::string, Kept, std::less<>> all;  // whose elements stay where they are
  const std::scoped_lock lock{mutex};
  auto found = all.find(text);
  if (found == all.end()) {
    const Kept kept{std::string{text}, hash_of(text)};
    found = all.emplace(kept.text, kept).first;
  }
  return found->second;
}

}  // namespace spindrift::history
