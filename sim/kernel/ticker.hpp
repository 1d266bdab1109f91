#pragma once

#include <coroutine>

#include "sim/kernel/signal.hpp"
#include "sim/kernel/simulation.hpp"

namespace spindrift::kernel {

class ReconsiderAtOnce;
class Ticker;

/// The type-free part of waiting for a tick: when to look, and whether to go on.
class TickWait : public ProcessWakeup {
 public:
  explicit TickWait(Ticker& ticker) : ticker_{ticker} {}
  ~TickWait() override;
  TickWait(const TickWait&) = delete;
  TickWait& operator=(const TickWait&) = delete;
  TickWait(TickWait&&) = delete;
  TickWait& operator=(TickWait&&) = delete;

  bool await_ready() const noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> frame) {
    process_order_ = suspend(frame).order();
    begin();
  }
  void await_resume() const noexcept {}
  void fire() override;

 private:
  friend class Ticker;
  [[nodiscard]] virtual Time due() const = 0;
  void begin();
  void plan(bool next_in_any_case = false);
  Ticker& ticker_;
  Time planned_ = never;
  Order process_order_;  ///< at hand for those who have it reconsider
};

/// A clock that ticks at `first + n · period`. One tick at most is pending: a step that outlasts
/// the period is followed at once by the next, then the old grid resumes.
///
/// Whoever waits says from when on a tick can change anything (`due`, a function of the model's
/// state). Ticks before that are skipped by arithmetic; when the state changes so that `due` does,
/// `reconsider` must be called. With `IdleTicks::run` each tick really happens and looks at `due`.
class Ticker {
 public:
  Ticker(Simulation& simulation, Time first, Duration period)
      : simulation_{simulation}, next_{first}, period_{period} {}
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;
  Ticker(Ticker&&) = delete;
  Ticker& operator=(Ticker&&) = delete;
  ~Ticker() = default;

  /// `co_await ticker.next(due)`: the first tick at which `due() <= now`.
  template <class Due>
  auto next(const Due& due) {
    return WaitFor<Due>{*this, due};
  }

  /// To be called whenever `due` may have become earlier or later.
  void reconsider();

  /// The first tick not before `moment` that is still to come.
  [[nodiscard]] Time first_tick_from(Time moment) const;

  /// The last place of its grid before `moment`, whether anything happened there or not.
  [[nodiscard]] Time last_place_before(Time moment) const;

 private:
  friend class ReconsiderAtOnce;
  friend class TickWait;

  template <class Due>
  class WaitFor final : public TickWait {
   public:
    WaitFor(Ticker& ticker, const Due& due) : TickWait{ticker}, due_{due} {}

   private:
    [[nodiscard]] Time due() const override { return due_(); }
    Due due_;
  };

  void consume();
  /// Whether one that waits has to hear what changes: not where the very next tick is waited for,
  /// which will see for itself.
  [[nodiscard]] bool leaves_out_ticks() const;
  void listen();

  Simulation& simulation_;
  Time next_;
  Duration period_;
  TickWait* waiting_ = nullptr;
  ReconsiderAtOnce* listeners_ = nullptr;
};

/// Has a ticker reconsider whenever a signal is raised, at once and without an event. A signal that
/// is raised a hundred times in a period costs what it costs once. The ticker must outlive it.
class ReconsiderAtOnce final : public SignalHook {
 public:
  ReconsiderAtOnce(Signal& signal, Ticker& ticker)
      : SignalHook{signal}, ticker_{ticker}, next_{ticker.listeners_} {
    ticker.listeners_ = this;
  }
  ReconsiderAtOnce(const ReconsiderAtOnce&) = delete;
  ReconsiderAtOnce& operator=(const ReconsiderAtOnce&) = delete;
  ReconsiderAtOnce(ReconsiderAtOnce&&) = delete;
  ReconsiderAtOnce& operator=(ReconsiderAtOnce&&) = delete;
  ~ReconsiderAtOnce() override;

 private:
  friend class Ticker;
  void raised() override;

  Ticker& ticker_;
  ReconsiderAtOnce* next_;  ///< of the same ticker
};

/// Has `ticker` reconsider whenever `signal` is raised. Start it with an order *before* that of the
/// process that waits for the ticks: a change at the very instant of a tick then counts for it.
Process reconsider_when(Signal& signal, Ticker& ticker);

}  // namespace spindrift::kernel
