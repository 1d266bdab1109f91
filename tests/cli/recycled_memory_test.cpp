#include "analysis/cli/recycled_memory.hpp"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/kernel/random.hpp"

namespace spindrift::cli {
namespace {

/// Counts what it has given out. A test of its own uses one of its own.
template <int test>
struct Counting {
  static void* allocate(std::size_t bytes) {
    ++out;
    return std::malloc(bytes);
  }
  static void release(void* memory) noexcept {
    --out;
    std::free(memory);
  }
  static inline std::atomic<int> out = 0;
};

template <class Test>
void in_a_thread(const Test& test) {
  std::thread{test}.join();
}

}  // namespace

TEST_CASE("memory that was given back last is given out first, to who asks for as much") {
  using Source = Counting<1>;
  using Memory = RecycledMemory<Source>;
  in_a_thread([] {
    void* const one = Memory::allocate(100);
    void* const other = Memory::allocate(100);
    Memory::release(one, 100);
    Memory::release(other, 100);
    CHECK(Memory::allocate(97) == other);
    CHECK(Memory::allocate(112) == one);
    CHECK(Source::out == 2);
    Memory::release(one, 112);
    void* const larger = Memory::allocate(113);
    CHECK(larger != one);
    Memory::release(larger, 113);
    Memory::release(other, 97);
    Memory::release(nullptr, 100);
  });
  CHECK(Source::out == 0);
}

TEST_CASE("what memory is recycled holds what is asked of it, and belongs to nobody else") {
  using Source = Counting<2>;
  using Memory = RecycledMemory<Source>;
  struct Held {
    unsigned char* memory;
    std::size_t bytes;
    unsigned char mark;
  };
  in_a_thread([] {
    kernel::RandomStream random{1, "recycled"};
    std::vector<Held> all;
    int broken = 0;
    for (int step = 0; step < 20'000; ++step) {
      if (all.size() < 50 || random.below(2) == 0) {
        const std::size_t bytes = random.below(random.below(2) == 0 ? 200 : 10'000);
        const auto mark = static_cast<unsigned char>(step);
        auto* const memory = static_cast<unsigned char*>(Memory::allocate(bytes));
        std::memset(memory, mark, bytes);
        all.push_back({memory, bytes, mark});
        continue;
      }
      const auto place = all.begin() + static_cast<std::ptrdiff_t>(random.below(all.size()));
      for (std::size_t byte = 0; byte < place->bytes; ++byte) {
        broken += place->memory[byte] == place->mark ? 0 : 1;
      }
      Memory::release(place->memory, place->bytes);
      all.erase(place);
    }
    CHECK(broken == 0);
    for (const Held& each : all) Memory::release(each.memory, each.bytes);
  });
  CHECK(Source::out == 0);
}

TEST_CASE("a thread that only gives memory back keeps no more of it than it may") {
  using Source = Counting<3>;
  using Memory = RecycledMemory<Source>;
  constexpr std::size_t bytes = 1024;
  std::vector<void*> all;
  in_a_thread([&] {
    for (int count = 0; count < 1000; ++count) all.push_back(Memory::allocate(bytes));
  });
  CHECK(Source::out == 1000);
  in_a_thread([&] {
    for (void* const each : all) Memory::release(each, bytes);
    CHECK(Source::out == static_cast<int>(Memory::kept_bytes / bytes));
  });
  CHECK(Source::out == 0);
}

TEST_CASE("large memory is not recycled") {
  using Source = Counting<4>;
  using Memory = RecycledMemory<Source>;
  in_a_thread([] {
    void* const large = Memory::allocate(Memory::largest + 1);
    Memory::release(large, Memory::largest + 1);
    CHECK(Source::out == 0);
  });
}

}  // namespace spindrift::cli
