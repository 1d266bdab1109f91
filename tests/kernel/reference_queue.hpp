#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>

#include "sim/kernel/order.hpp"
#include "sim/kernel/time.hpp"

namespace spindrift::kernel {

/// What an event queue has to do, in the simplest way: a sorted map of (time, order, sequence).
class ReferenceQueue {
 public:
  void schedule(std::size_t event, Time at, Order order) {
    cancel(event);
    const Key key{at, order, sequence_++};
    pending_.emplace(key, event);
    keys_.emplace(event, key);
  }

  void cancel(std::size_t event) {
    const auto found = keys_.find(event);
    if (found == keys_.end()) return;
    pending_.erase(found->second);
    keys_.erase(found);
  }

  [[nodiscard]] Time earliest() const {
    return pending_.empty() ? never : std::get<Time>(pending_.begin()->first);
  }

  std::size_t take_earliest() {
    const std::size_t event = pending_.begin()->second;
    cancel(event);
    return event;
  }

  [[nodiscard]] std::size_t size() const { return pending_.size(); }

 private:
  using Key = std::tuple<Time, Order, std::uint64_t>;
  std::map<Key, std::size_t> pending_;
  std::map<std::size_t, Key> keys_;
  std::uint64_t sequence_ = 0;
};

}  // namespace spindrift::kernel
