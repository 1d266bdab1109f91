#include "analysis/cli/progress.hpp"

#include <utility>

#include <fmt/format.h>

#include "analysis/time_text.hpp"

namespace spindrift::cli {
namespace {

constexpr std::string_view erase_line = "\r\x1b[K";

}  // namespace

Progress::Progress(const Console& console, std::string what, history::Duration until)
    : console_{console}, what_{std::move(what)}, until_{until} {}

Progress::~Progress() {
  if (is_shown_) console_.talk(erase_line);
}

void Progress::on_event(const history::Event& event) {
  constexpr std::uint64_t look_every = 1024;  // the clock costs more than an event
  if (++events_ % look_every != 0 || !console_.shows_progress()) return;
  const Clock::time_point now = Clock::now();
  const bool is_long = now - began_ > std::chrono::seconds{1};
  if (!is_long || now - shown_ < std::chrono::milliseconds{100}) return;
  shown_ = now;
  show(event.at);
}

void Progress::show(history::Time at) {
  const double share =
      std::chrono::duration<double>{at.time_since_epoch()} / std::chrono::duration<double>{until_};
  const double seconds = std::chrono::duration<double>{shown_ - began_}.count();
  console_.talk(fmt::format("{}{}: {} of {}, {:.0f} %, {:.0f} s left", erase_line, what_,
                            analysis::time_text(at), analysis::span_text(until_), 100 * share,
                            share > 0 ? seconds / share - seconds : 0.0));
  is_shown_ = true;
}

}  // namespace spindrift::cli
