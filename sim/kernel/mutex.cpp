#include "sim/kernel/mutex.hpp"

namespace spindrift::kernel {

bool MutexWait::await_ready() {
  if (mutex_.locked_) return false;
  mutex_.locked_ = true;
  hold_ = MutexHold{mutex_};
  return true;
}

MutexWait::~MutexWait() { unlink(); }

void MutexWait::enqueue() {
  previous_ = mutex_.last_;
  if (previous_ != nullptr) previous_->next_ = this;
  if (mutex_.first_ == nullptr) mutex_.first_ = this;
  mutex_.last_ = this;
  linked_ = true;
  if (deadline_ == never) return;
  Simulation& simulation = mutex_.simulation_;
  const Time at = std::max(deadline_, simulation.now());
  simulation.queue().schedule(*this, at, process().order().last());
}

void MutexWait::unlink() {
  if (!linked_) return;
  linked_ = false;
  if (previous_ != nullptr) previous_->next_ = next_;
  if (next_ != nullptr) next_->previous_ = previous_;
  if (mutex_.first_ == this) mutex_.first_ = next_;
  if (mutex_.last_ == this) mutex_.last_ = previous_;
}

void MutexWait::dismiss() {
  if (!linked_) return;
  unlink();
  Simulation& simulation = mutex_.simulation_;
  simulation.queue().schedule(*this, simulation.now(), process().order());
}

Mutex::~Mutex() {
  while (first_ != nullptr) first_->unlink();
}

std::size_t Mutex::waiting() const {
  std::size_t count = 0;
  for (const MutexWait* wait = first_; wait != nullptr; wait = wait->next_) ++count;
  return count;
}

void Mutex::dismiss_waiters() {
  while (first_ != nullptr) first_->dismiss();
}

void Mutex::unlock() {
  if (first_ == nullptr) {
    locked_ = false;
    return;
  }
  MutexWait& next = *first_;
  next.unlink();
  next.hold_ = MutexHold{*this};
  simulation_.queue().schedule(next, simulation_.now(), next.process().order());
}

}  // namespace spindrift::kernel
