#include "analysis/do_all.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <vector>

namespace spindrift::analysis {

void do_all(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work) {
  std::vector<std::exception_ptr> errors(count);
  std::atomic<std::size_t> next{0};
  const auto take_turns = [&] {
    for (std::size_t place = next++; place < count; place = next++) {
      try {
        work(place);
      } catch (...) {
        errors[place] = std::current_exception();
        next = count;
      }
    }
  };
  {
    std::vector<std::jthread> others;
    const std::size_t wanted = std::min(threads, count);
    for (std::size_t thread = 1; thread < wanted; ++thread) others.emplace_back(take_turns);
    take_turns();
  }
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
}

}  // namespace spindrift::analysis
