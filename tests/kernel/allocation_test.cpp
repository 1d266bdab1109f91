// Counts what is allocated. A program of its own, because it replaces the global operator new.
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "bench/kernel_workloads.hpp"
#include "sim/kernel/simulation.hpp"

namespace {

std::atomic<std::size_t> allocations{0};

void* allocate(std::size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size)) return memory;
  throw std::bad_alloc{};
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace spindrift::kernel {

TEST_CASE("nothing is allocated in the loop once a workload is warm") {
  for (const std::string_view name : {"phold-16k", "phold-16k-clustered", "phold-16k-equal",
                                      "phold-16k-decades", "coroutine-ticks", "churn"}) {
    CAPTURE(std::string{name});
    const auto workload = bench::make_workload(name);
    REQUIRE(workload != nullptr);
    workload->run(500'000);
    const std::size_t before = allocations;
    workload->run(500'000);
    CHECK(allocations == before);
  }
}

TEST_CASE("a pending event costs at most 48 bytes, its wakeup among them") {
  for (const std::string_view name : {"phold-16k", "phold-16k-clustered", "phold-16k-equal",
                                      "phold-16k-decades", "coroutine-ticks", "churn"}) {
    CAPTURE(std::string{name});
    const auto workload = bench::make_workload(name);
    workload->run(500'000);
    CHECK(workload->bytes_per_pending_event() <= 48.0);
    CHECK(workload->bytes_per_pending_event() >= sizeof(Wakeup));
  }
}

TEST_CASE("the counter counts: starting a process allocates its frame") {
  Simulation simulation{1};
  const auto life = [&]() -> Process { co_await pass(simulation, Duration{1}); };
  const std::size_t before = allocations;
  simulation.root().start(Order{}, life());
  CHECK(allocations == before + 1);
  simulation.run();
}

}  // namespace spindrift::kernel
