#include "sim/history/call_name.hpp"

#include <deque>
#include <mutex>

#include "sim/kernel/stream_name.hpp"

namespace spindrift::history {

CallName::CallName(std::string_view text) : kept_{&keep(text)} {}

const CallName::Kept& CallName::keep(std::string_view text) {
  static std::mutex mutex;
  static std::deque<Kept> all;  // whose elements stay where they are
  const std::scoped_lock lock{mutex};
  for (const Kept& each : all) {
    if (each.text == text) return each;
  }
  return all.emplace_back(Kept{std::string{text}, kernel::StreamName{text}.first()});
}

}  // namespace spindrift::history
