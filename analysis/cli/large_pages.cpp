#include "analysis/cli/large_pages.hpp"

#ifdef SPINDRIFT_WITH_MIMALLOC
#include <cstdint>
#include <memory>

#include <mimalloc.h>
#include <sys/mman.h>
#endif

namespace spindrift::cli {

#ifdef SPINDRIFT_WITH_MIMALLOC

void prefer_large_pages() {
  mi_option_enable(mi_option_large_os_pages);
  // That holds of segments to come. One was taken before `main`: each is aligned to its size.
  constexpr std::uintptr_t segment_bytes = 32U << 20U;
  const auto in_first_segment = std::make_unique<int>();
  const auto address = reinterpret_cast<std::uintptr_t>(in_first_segment.get());
  void* const begin = reinterpret_cast<void*>(address / segment_bytes * segment_bytes);
  static_cast<void>(madvise(begin, segment_bytes, MADV_HUGEPAGE));  // a wish: it may be refused
}

#else

void prefer_large_pages() {}

#endif

}  // namespace spindrift::cli
