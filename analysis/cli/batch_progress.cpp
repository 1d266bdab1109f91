#include "analysis/cli/batch_progress.hpp"

#include <fmt/format.h>

namespace spindrift::cli {
namespace {

constexpr std::string_view erase_line = "\r\x1b[K";

}  // namespace

BatchProgress::~BatchProgress() {
  if (is_shown_) console_.talk(erase_line);
}

void BatchProgress::show(std::size_t done, std::size_t total) {
  if (!console_.shows_progress()) return;
  const Clock::time_point now = Clock::now();
  const bool is_long = now - began_ > std::chrono::seconds{1};
  if (!is_long || now - shown_ < std::chrono::milliseconds{100}) return;
  shown_ = now;
  console_.talk(fmt::format("{}{} of {} runs", erase_line, done, total));
  is_shown_ = true;
}

}  // namespace spindrift::cli
