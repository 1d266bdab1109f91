#pragma once

#include <cstddef>
#include <functional>

namespace spindrift::analysis {

/// Does `work(0)` … `work(count - 1)`, each once, on up to that many threads, the caller's among
/// them. Returns when all is done. After an error what has not begun is left out, and of the errors
/// the one with the smallest number is thrown.
void do_all(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work);

}  // namespace spindrift::analysis
