#pragma once

#include <array>
#include <cstddef>
#include <new>

// g++ says so by a macro, clang++ by a feature.
#ifdef __SANITIZE_ADDRESS__
#define SPINDRIFT_ADDRESS_SANITIZER true
#elif defined(__has_feature)
#define SPINDRIFT_ADDRESS_SANITIZER __has_feature(address_sanitizer)
#else
#define SPINDRIFT_ADDRESS_SANITIZER false
#endif

namespace spindrift::kernel {

/// Where coroutine frames live, and what is `Shared`. A frame lives shortly and another of its size
/// follows soon: what was given back last is given out first, because it is still in the cache.
///
/// Each thread has lists of its own, so nothing is locked; a frame may be given back by another
/// thread than took it. With AddressSanitizer every frame is allocated by itself, so that it sees
/// who uses one that is gone.
class FrameMemory {
 public:
  [[nodiscard]] static void* allocate(std::size_t bytes) {
    const std::size_t place = place_of(bytes);
    if (!is_used_again || place >= lists) return ::operator new(bytes);
    Block* const block = free_[place];
    if (block == nullptr) return ::operator new((place + 1) * step);
    free_[place] = block->next;
    return block;
  }

  static void release(void* memory, std::size_t bytes) noexcept {
    const std::size_t place = place_of(bytes);
    if (!is_used_again || place >= lists) {
      ::operator delete(memory);
      return;
    }
    if (!is_kept_) [[unlikely]]
      keep_until_the_thread_ends();
    free_[place] = ::new (memory) Block{free_[place]};
  }

  static constexpr bool is_used_again = !SPINDRIFT_ADDRESS_SANITIZER;

 private:
  struct Block {
    Block* next;
  };
  struct Keeper;

  static constexpr std::size_t lists = 32;
  static constexpr std::size_t step = 64;  ///< bytes between the sizes of two lists

  static constexpr std::size_t place_of(std::size_t bytes) { return (bytes - 1) / step; }
  static void keep_until_the_thread_ends() noexcept;

  static constinit thread_local std::array<Block*, lists> free_;
  static constinit thread_local bool is_kept_;
};

/// What inherits from this lives there; frames do whose promises inherit from it.
struct InFrameMemory {
  static void* operator new(std::size_t bytes) { return FrameMemory::allocate(bytes); }
  static void operator delete(void* memory, std::size_t bytes) noexcept {
    FrameMemory::release(memory, bytes);
  }
};

}  // namespace spindrift::kernel
