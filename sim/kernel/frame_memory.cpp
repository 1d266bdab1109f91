#include "sim/kernel/frame_memory.hpp"

namespace spindrift::kernel {

constinit thread_local std::array<FrameMemory::Block*, FrameMemory::lists> FrameMemory::free_{};
constinit thread_local bool FrameMemory::is_kept_ = false;

/// Gives everything back when the thread ends.
struct FrameMemory::Keeper {
  Keeper() = default;
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;
  Keeper(Keeper&&) = delete;
  Keeper& operator=(Keeper&&) = delete;
  ~Keeper() {
    for (Block*& first : free_) {
      while (first != nullptr) {
        Block* const block = first;
        first = block->next;
        ::operator delete(block);
      }
    }
  }
};

void FrameMemory::keep_until_the_thread_ends() noexcept {
  thread_local const Keeper keeper;
  is_kept_ = true;
}

}  // namespace spindrift::kernel
