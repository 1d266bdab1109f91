#include "sim/history/call_name.hpp"

#include <functional>
#include <map>
#include <mutex>

#include "sim/kernel/stream_name.hpp"

namespace spindrift::history {

CallName::CallName(std::string_view text) : kept_{&keep(text)} {}

const CallName::Kept& CallName::keep(std::string_view text) {
  static std::mutex mutex;
  static std::map<std::string, Kept, std::less<>> all;  // whose elements stay where they are
  const std::scoped_lock lock{mutex};
  auto found = all.find(text);
  if (found == all.end()) {
    const Kept kept{std::string{text}, kernel::StreamName{text}.first()};
    found = all.emplace(kept.text, kept).first;
  }
  return found->second;
}

}  // namespace spindrift::history
