#include "sim/kernel/ticker.hpp"

namespace spindrift::kernel {

TickWait::~TickWait() {
  if (ticker_.waiting_ == this) ticker_.waiting_ = nullptr;
}

void TickWait::begin() {
  ticker_.waiting_ = this;
  // A tick that went by during the last step comes now, whether it is due or not: whatever still
  // happens in this event comes before it.
  plan(ticker_.next_ < ticker_.simulation_.now());
}

void TickWait::plan(bool next_in_any_case) {
  Simulation& simulation = ticker_.simulation_;
  const bool next = next_in_any_case || simulation.idle_ticks() == IdleTicks::run;
  planned_ = ticker_.first_tick_from(next ? simulation.now() : due());
  if (planned_ == never) {
    simulation.queue().cancel(*this);
  } else {
    simulation.queue().schedule(*this, planned_, process_order_);
  }
  if (ticker_.listeners_ != nullptr && ticker_.leaves_out_ticks()) ticker_.listen();
}

void TickWait::fire() {
  ticker_.consume();
  if (due() > ticker_.simulation_.now()) {
    plan();
    return;
  }
  ticker_.waiting_ = nullptr;
  ProcessWakeup::fire();
}

Time Ticker::first_tick_from(Time moment) const {
  const Time pending = std::max(next_, simulation_.now());
  if (moment <= pending) return pending;
  if (moment == never) return never;
  const auto periods = (moment - next_ + period_ - Duration{1}) / period_;
  return later(next_, periods * period_);
}

Time Ticker::last_place_before(Time moment) const {
  const Duration before = Duration{1};
  const Duration since = moment - before - next_;
  const auto periods =
      since >= Duration{} ? since / period_ : -((-since + period_ - before) / period_);
  return next_ + periods * period_;
}

void Ticker::consume() {
  const Time now = simulation_.now();
  next_ += (now >= next_ ? (now - next_) / period_ + 1 : 1) * period_;
}

bool Ticker::leaves_out_ticks() const {
  return waiting_ != nullptr && waiting_->planned_ != std::max(next_, simulation_.now());
}

void Ticker::listen() {
  for (ReconsiderAtOnce* each = listeners_; each != nullptr; each = each->next_) each->put_on();
}

ReconsiderAtOnce::~ReconsiderAtOnce() {
  ReconsiderAtOnce** place = &ticker_.listeners_;
  while (*place != this) place = &(*place)->next_;
  *place = next_;
}

void ReconsiderAtOnce::raised() {
  ticker_.reconsider();
  if (!ticker_.leaves_out_ticks()) take_off();
}

Process reconsider_when(Signal& signal, Ticker& ticker) {
  for (;;) {
    co_await signal.wait();
    ticker.reconsider();
  }
}

void Ticker::reconsider() {
  if (waiting_ == nullptr || simulation_.idle_ticks() == IdleTicks::run) return;
  if (waiting_->planned_ == simulation_.now()) return;  // it will see
  // Ticks that went by while it waited found nothing to do: they are not pending now. A tick at
  // this very instant is still to come, unless its turn has passed.
  const Time last_gone = simulation_.latest_passed(waiting_->process_order_);
  if (next_ <= last_gone) next_ += ((last_gone - next_) / period_ + 1) * period_;
  if (leaves_out_ticks()) waiting_->plan();
}

}  // namespace spindrift::kernel
