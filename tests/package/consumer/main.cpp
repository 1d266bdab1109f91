#include <chrono>

#include "sim/kernel/time.hpp"

int main() {
  using namespace std::chrono_literals;
  const spindrift::kernel::Time start{};
  return spindrift::kernel::later(start, 3s) == start + 3s ? 0 : 1;
}
