#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

#include "sim/kernel/process.hpp"

namespace spindrift::kernel {

template <class Value>
class Task;

namespace detail {

/// What tasks of all types share: whose they are, and who goes on when they end.
class TaskPromiseBase : public InFrameMemory {
 public:
  std::suspend_always initial_suspend() noexcept { return {}; }

  struct GoOnWithCaller {
    bool await_ready() noexcept { return false; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> frame) noexcept {
      TaskPromiseBase& promise = frame.promise();
      promise.process_->go_on_with(promise.caller_);
    }
    void await_resume() noexcept {}
  };
  GoOnWithCaller final_suspend() noexcept { return {}; }

  void unhandled_exception() { error_ = std::current_exception(); }
  ProcessState& process() { return *process_; }

 protected:
  template <class>
  friend class kernel::Task;
  ProcessState* process_ = nullptr;
  std::coroutine_handle<> caller_;
  std::exception_ptr error_;
};

template <class Value>
class TaskPromise : public TaskPromiseBase {
 public:
  Task<Value> get_return_object();
  template <class Result>
  void return_value(Result&& result) {
    value_.emplace(std::forward<Result>(result));
  }
  Value take() {
    if (error_) std::rethrow_exception(error_);
    return std::move(*value_);
  }

 private:
  std::optional<Value> value_;
};

template <>
class TaskPromise<void> : public TaskPromiseBase {
 public:
  Task<void> get_return_object();
  void return_void() {}
  void take() {
    if (error_) std::rethrow_exception(error_);
  }
};

}  // namespace detail

/// A part of a process that can be awaited: it starts when awaited, belongs to the process of
/// whoever awaits it, and hands over its result or its exception. Destroyed with its caller.
template <class Value = void>
class [[nodiscard]] Task {
 public:
  using promise_type = detail::TaskPromise<Value>;

  Task(Task&& other) noexcept : handle_{std::exchange(other.handle_, nullptr)} {}
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (handle_) handle_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> caller) {
    detail::TaskPromiseBase& promise = handle_.promise();
    promise.process_ = &caller.promise().process();
    promise.caller_ = caller;
    promise.process_->go_on_with(handle_);
  }
  Value await_resume() { return handle_.promise().take(); }

 private:
  friend promise_type;
  explicit Task(std::coroutine_handle<promise_type> handle) : handle_{handle} {}
  std::coroutine_handle<promise_type> handle_;
};

namespace detail {

template <class Value>
Task<Value> TaskPromise<Value>::get_return_object() {
  return Task<Value>{std::coroutine_handle<TaskPromise>::from_promise(*this)};
}

inline Task<void> TaskPromise<void>::get_return_object() {
  return Task<void>{std::coroutine_handle<TaskPromise>::from_promise(*this)};
}

}  // namespace detail

}  // namespace spindrift::kernel
