#pragma once

#include <array>
#include <cstddef>
#include <new>
#include <utility>

namespace spindrift::cli {

/// Gives out again what was given back, the last first: it is still in the cache. A simulation
/// makes and drops rows of keys all the time, and an allocator that goes round all that is free
/// before it comes back to a block has each of them in memory that the cache has forgotten.
///
/// `Source` has `allocate(bytes)`, which throws what `new` throws, and `release(memory)`. Each
/// thread keeps blocks of its own, of each size at most as many as `kept_bytes` hold, so that a
/// thread that only ever gives back does not pile them up. When it ends it gives them back to the
/// source.
template <class Source>
class RecycledMemory {
 public:
  static constexpr std::size_t largest = 8192;  ///< what is larger goes to the source
  static constexpr std::size_t kept_bytes = 64 * 1024;

  [[nodiscard]] static void* allocate(std::size_t bytes) {
    if (bytes > largest) return Source::allocate(bytes);
    const std::size_t place = place_of(bytes);
    List& list = lists_[place];
    Block* const block = list.first;
    if (block == nullptr) return Source::allocate(bytes_at(place));
    list.first = block->next;
    ++list.room;
    return block;
  }

  /// `bytes` is what it was allocated with.
  static void release(void* memory, std::size_t bytes) noexcept {
    if (memory == nullptr) return;
    if (bytes > largest) return Source::release(memory);
    const std::size_t place = place_of(bytes);
    List& list = lists_[place];
    if (list.room == 0 && !begin()) [[unlikely]]
      return Source::release(memory);
    list.first = ::new (memory) Block{list.first};
    --list.room;
  }

 private:
  struct Block {
    Block* next;
  };
  struct List {
    Block* first;
    std::size_t room;  ///< for so many more; none before a thread begins and after it ended
  };

  // Small sizes in small steps, since most of what is small is much smaller than a line.
  static constexpr std::size_t small_step = 16;
  static constexpr std::size_t small = 512;
  static constexpr std::size_t step = 64;
  static constexpr std::size_t small_lists = small / small_step;
  static constexpr std::size_t lists = small_lists + (largest - small) / step;

  static constexpr std::size_t place_of(std::size_t bytes) {
    if (bytes == 0) return 0;
    return bytes <= small ? (bytes - 1) / small_step : small_lists + (bytes - small - 1) / step;
  }
  static constexpr std::size_t bytes_at(std::size_t place) {
    return place < small_lists ? (place + 1) * small_step
                               : small + (place - small_lists + 1) * step;
  }

  /// Gives everything back when the thread ends. What is given back after that goes to the source.
  struct Keeper {
    Keeper() {
      for (std::size_t place = 0; place < lists; ++place) {
        lists_[place].room = kept_bytes / bytes_at(place);
      }
    }
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;
    Keeper(Keeper&&) = delete;
    Keeper& operator=(Keeper&&) = delete;
    ~Keeper() {
      for (List& list : lists_) {
        list.room = 0;
        while (list.first != nullptr) {
          Block* const block = list.first;
          list.first = block->next;
          Source::release(block);
        }
      }
    }
  };

  /// Makes room in a thread that has kept nothing yet; false in others.
  static bool begin() noexcept {
    if (std::exchange(has_begun_, true)) return false;
    thread_local const Keeper keeper;
    return true;
  }

  static inline constinit thread_local std::array<List, lists> lists_{};
  static inline constinit thread_local bool has_begun_ = false;
};

}  // namespace spindrift::cli
