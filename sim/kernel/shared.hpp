#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "sim/kernel/frame_memory.hpp"

namespace spindrift::kernel {

namespace detail {

/// Knows how to destroy what it counts, so that nobody else has to.
struct SharedCount {
  void (*destroy)(SharedCount*);
  std::uint32_t holders = 1;
};

template <class Value>
struct Held final : SharedCount, InFrameMemory {
  template <class... Arguments>
  explicit Held(Arguments&&... arguments)
      : SharedCount{[](SharedCount* count) { delete static_cast<Held*>(count); }},
        value(std::forward<Arguments>(arguments)...) {}
  Value value;
};

}  // namespace detail

/// Points to something that lives as long as anybody points to it, as `std::shared_ptr` does, but
/// counts without atomic operations: what one simulation holds is never seen by two threads, and
/// such pointers are copied with every answer. One word. `Value` may be incomplete where it is only
/// passed on.
template <class Value>
class Shared {
 public:
  Shared() = default;
  Shared(std::nullptr_t) {}  // NOLINT(google-explicit-constructor): as of any pointer

  template <class... Arguments>
  [[nodiscard]] static Shared make(Arguments&&... arguments) {
    Shared shared;
    shared.count_ = new Held(std::forward<Arguments>(arguments)...);
    return shared;
  }

  Shared(const Shared& other) : count_{other.count_} {
    if (count_ != nullptr) ++count_->holders;
  }
  Shared(Shared&& other) noexcept : count_{std::exchange(other.count_, nullptr)} {}
  /// Who got it to write passes it on to be read.
  template <class Writable, class = std::enable_if_t<std::is_same_v<const Writable, Value>>>
  Shared(Shared<Writable>&& other) noexcept  // NOLINT(google-explicit-constructor): likewise
      : count_{std::exchange(other.count_, nullptr)} {}
  Shared& operator=(const Shared& other) {
    Shared copy{other};
    std::swap(count_, copy.count_);
    return *this;
  }
  Shared& operator=(Shared&& other) noexcept {
    Shared taken{std::move(other)};
    std::swap(count_, taken.count_);
    return *this;
  }
  ~Shared() {
    if (count_ != nullptr && --count_->holders == 0) count_->destroy(count_);
  }

  void reset() { *this = Shared{}; }

  [[nodiscard]] Value* get() const { return count_ != nullptr ? &**this : nullptr; }
  Value& operator*() const { return static_cast<Held*>(count_)->value; }
  Value* operator->() const { return &**this; }
  explicit operator bool() const { return count_ != nullptr; }
  [[nodiscard]] bool is_only_holder() const { return count_ != nullptr && count_->holders == 1; }

  /// Whether both point to the same thing.
  friend bool operator==(const Shared& one, const Shared& other) {
    return one.count_ == other.count_;
  }

 private:
  template <class>
  friend class Shared;
  using Held = detail::Held<std::remove_const_t<Value>>;

  detail::SharedCount* count_ = nullptr;
};

}  // namespace spindrift::kernel
