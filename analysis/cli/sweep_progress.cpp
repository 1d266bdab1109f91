#include "analysis/cli/sweep_progress.hpp"

#include <utility>

#include <fmt/format.h>

#include "analysis/time_text.hpp"

namespace spindrift::cli {
namespace {

constexpr std::string_view erase_line = "\r\x1b[K";

}  // namespace

std::string progress_text(const std::string& plan, const sweep::SweepProgress& progress,
                          double seconds) {
  const std::uint64_t done = progress.before + progress.now;
  std::string text = fmt::format("{}: {} of {} cells", plan, done, progress.cells);
  if (progress.now == 0 || seconds <= 0) return text;
  const double rate = static_cast<double>(progress.now) / seconds;
  const double left = static_cast<double>(progress.cells - done) / rate;
  const auto whole_seconds = std::chrono::seconds{static_cast<std::int64_t>(left + 0.5)};
  return text + fmt::format(", {:.1f} a second, {} left", rate, analysis::span_text(whole_seconds));
}

SweepProgressLine::SweepProgressLine(const Console& console, std::string plan)
    : console_{console}, plan_{std::move(plan)} {}

SweepProgressLine::~SweepProgressLine() { erase(); }

void SweepProgressLine::show(const sweep::SweepProgress& progress) {
  if (!console_.shows_progress()) return;
  const Clock::time_point now = Clock::now();
  const bool is_long = now - began_ > std::chrono::seconds{1};
  if (!is_long || now - shown_ < std::chrono::milliseconds{100}) return;
  shown_ = now;
  const double seconds = std::chrono::duration<double>{now - began_}.count();
  console_.talk(std::string{erase_line} + progress_text(plan_, progress, seconds));
  is_shown_ = true;
}

void SweepProgressLine::erase() {
  if (is_shown_) console_.talk(erase_line);
  is_shown_ = false;
}

}  // namespace spindrift::cli
