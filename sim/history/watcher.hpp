#pragma once

#include <variant>

#include "sim/history/history.hpp"

namespace spindrift::history {

/// It has a function for what happened, `see(what, event)`: it looks at such events.
template <class Watcher, class What>
concept LooksAt = requires(Watcher& watcher, const What& what, const Event& event) {
  watcher.see(what, event);
};

/// Lets time pass up to an event, for a watcher that has `advance(time)`, and shows it the event if
/// it looks at such.
template <class Watcher, class What>
void show(Watcher& watcher, const What& what, const Event& event) {
  if constexpr (requires { watcher.advance(event.at); }) watcher.advance(event.at);
  if constexpr (LooksAt<Watcher, What>) watcher.see(what, event);
}

/// What a sink inherits from that has a function `see` for each type of event that it looks at, and
/// no other list of them: who shows events to many such sinks can pass by those that would not
/// look.
template <class Self>
class Watching : public EventSink {
 public:
  void on_event(const Event& event) final {
    std::visit([&](const auto& what) { show(static_cast<Self&>(*this), what, event); }, event.what);
  }
};

}  // namespace spindrift::history
