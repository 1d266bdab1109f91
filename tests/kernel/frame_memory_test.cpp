#include "sim/kernel/frame_memory.hpp"

#include <cstring>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

namespace spindrift::kernel {

TEST_CASE("memory of a frame serves the next one of about its size, last come first served") {
  void* const first = FrameMemory::allocate(200);
  void* const second = FrameMemory::allocate(200);
  CHECK(first != second);
  FrameMemory::release(first, 200);
  FrameMemory::release(second, 200);
  void* const small = FrameMemory::allocate(40);
  void* const again = FrameMemory::allocate(250);
  CHECK(small != again);
  if (FrameMemory::is_used_again) CHECK(again == second);
  FrameMemory::release(small, 40);
  FrameMemory::release(again, 250);
}

TEST_CASE("frames of every size have all their bytes for themselves") {
  std::vector<unsigned char*> frames;
  constexpr std::size_t largest = 5'000;
  for (std::size_t bytes = 1; bytes <= largest; bytes += 33) {
    frames.push_back(static_cast<unsigned char*>(FrameMemory::allocate(bytes)));
    std::memset(frames.back(), static_cast<int>(bytes % 251), bytes);
  }
  std::size_t bytes = 1;
  for (unsigned char* const frame : frames) {
    CHECK(std::vector(frame, frame + bytes) ==
          std::vector(bytes, static_cast<unsigned char>(bytes % 251)));
    FrameMemory::release(frame, bytes);
    bytes += 33;
  }
}

TEST_CASE("a frame may be given back by another thread than took it") {
  void* const here = FrameMemory::allocate(100);
  void* there = nullptr;
  std::thread other{[&] {
    FrameMemory::release(here, 100);
    there = FrameMemory::allocate(100);
  }};
  other.join();
  if (FrameMemory::is_used_again) CHECK(there == here);
  FrameMemory::release(there, 100);
}

}  // namespace spindrift::kernel
