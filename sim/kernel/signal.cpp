#include "sim/kernel/signal.hpp"

namespace spindrift::kernel {

void SignalWait::enqueue() {
  previous_ = signal_.last_;
  if (previous_ != nullptr) previous_->next_ = this;
  if (signal_.first_ == nullptr) signal_.first_ = this;
  signal_.last_ = this;
  linked_ = true;
  if (deadline_ == never) return;
  Simulation& simulation = signal_.simulation_;
  const Time at = std::max(deadline_, simulation.now());
  simulation.queue().schedule(*this, at, process().order().last());
}

void SignalWait::unlink() {
  if (!linked_) return;
  linked_ = false;
  if (previous_ != nullptr) previous_->next_ = next_;
  if (next_ != nullptr) next_->previous_ = previous_;
  if (signal_.first_ == this) signal_.first_ = next_;
  if (signal_.last_ == this) signal_.last_ = previous_;
  previous_ = nullptr;
  next_ = nullptr;
}

void SignalHook::put_on() {
  if (is_on_ || signal_ == nullptr) return;
  is_on_ = true;
  next_ = signal_->hooks_;
  if (next_ != nullptr) next_->previous_ = this;
  signal_->hooks_ = this;
}

void SignalHook::take_off() {
  if (!is_on_ || signal_ == nullptr) return;
  is_on_ = false;
  if (previous_ != nullptr) previous_->next_ = next_;
  if (next_ != nullptr) next_->previous_ = previous_;
  if (signal_->hooks_ == this) signal_->hooks_ = next_;
  previous_ = nullptr;
  next_ = nullptr;
}

Signal::~Signal() {
  for (SignalHook* hook = hooks_; hook != nullptr; hook = hook->next_) hook->signal_ = nullptr;
  while (first_ != nullptr) first_->unlink();
}

void Signal::raise() {
  for (SignalHook* hook = hooks_; hook != nullptr;) {
    SignalHook& told = *hook;
    hook = hook->next_;
    told.raised();
  }
  while (first_ != nullptr) {
    SignalWait& waiter = *first_;
    waiter.unlink();
    waiter.raised_ = true;
    simulation_.queue().schedule(waiter, simulation_.now(), waiter.process().order());
  }
}

}  // namespace spindrift::kernel
