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

}  // namespace detail

/// Points to something that lives as long as anybody points to it, as `std::shared_ptr` does, but
/// counts without atomic operations: what one simulation holds is never seen by two threads, and
/// such pointers are copied with every answer. `Value` may be incomplete where it is only passed
/// on.
template <class Value>
class Shared {
 public:
  Shared() = default;
  Shared(std::nullptr_t) {}  // NOLINT(google-explicit-constructor): as of any pointer

  template <class... Arguments>
  [[nodiscard]] static Shared make(Arguments&&... arguments) {
    auto* const held = new Held(std::forward<Arguments>(arguments)...);
    Shared shared;
    shared.count_ = held;
    shared.value_ = &held->value;
    return shared;
  }

  Shared(const Shared& other) : count_{other.count_}, value_{other.value_} {
    if (count_ != nullptr) ++count_->holders;
  }
  Shared(Shared&& other) noexcept
      : count_{std::exchange(other.count_, nullptr)},
        value_{std::exchange(other.value_, nullptr)} {}
  /// Who got it to write passes it on to be read.
  template <class Writable, class = std::enable_if_t<std::is_same_v<const Writable, Value>>>
  Shared(Shared<Writable>&& other) noexcept  // NOLINT(google-explicit-constructor): likewise
      : count_{std::exchange(other.count_, nullptr)},
        value_{std::exchange(other.value_, nullptr)} {}
  Shared& operator=(const Shared& other) {
    Shared copy{other};
    swap(copy);
    return *this;
  }
  Shared& operator=(Shared&& other) noexcept {
    Shared taken{std::move(other)};
    swap(taken);
    return *this;
  }
  ~Shared() {
    if (count_ != nullptr && --count_->holders == 0) count_->destroy(count_);
  }

  void reset() { *this = Shared{}; }

  [[nodiscard]] Value* get() const { return value_; }
  Value& operator*() const { return *value_; }
  Value* operator->() const { return value_; }
  explicit operator bool() const { return value_ != nullptr; }
  [[nodiscard]] bool is_only_holder() const { return count_ != nullptr && count_->holders == 1; }

  /// Whether both point to the same thing.
  friend bool operator==(const Shared& one, const Shared& other) {
    return one.value_ == other.value_;
  }

 private:
  template <class>
  friend class Shared;
  using Count = detail::SharedCount;
  struct Held : Count, InFrameMemory {
    template <class... Arguments>
    explicit Held(Arguments&&... arguments)
        : Count{[](Count* count) { delete static_cast<Held*>(count); }},
          value(std::forward<Arguments>(arguments)...) {}
    Value value;
  };

  void swap(Shared& other) noexcept {
    std::swap(count_, other.count_);
    std::swap(value_, other.value_);
  }

  Count* count_ = nullptr;
  Value* value_ = nullptr;
};

}  // namespace spindrift::kernel
