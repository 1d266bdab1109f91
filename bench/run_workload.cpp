// run_workload NAME EVENTS: one workload without a benchmark harness, for tools that count or
// sample. Prints how many events were executed and the bytes that each pending one costs; for a
// workload of the model, how much of what it is named for was done.
// run_workload --compiler: what it was compiled with, on which such counts depend.
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "bench/fleet_workloads.hpp"
#include "bench/kernel_workloads.hpp"
#include "bench/question_workloads.hpp"

int main(int argc, char** argv) {
#if defined(__clang__)
  constexpr const char* compiler = "clang++ " __VERSION__;
#else
  constexpr const char* compiler = "g++ " __VERSION__;
#endif
  if (argc == 2 && std::string_view{argv[1]} == "--compiler") {
    std::puts(compiler);
    return 0;
  }
  if (argc != 3) {
    std::fputs("usage: run_workload NAME EVENTS\n", stderr);
    return 2;
  }
  const std::uint64_t size = std::strtoull(argv[2], nullptr, 10);
  const auto workload = spindrift::bench::make_workload(argv[1]);
  if (workload == nullptr) {
    std::uint64_t done = spindrift::bench::run_named(argv[1], size);
    if (done == 0) done = spindrift::bench::run_question(argv[1], size);
    if (done > 0) {
      std::printf("%llu 0\n", static_cast<unsigned long long>(done));
      return 0;
    }
    std::fprintf(stderr, "run_workload: no workload is called %s\n", argv[1]);
    return 2;
  }
  const auto executed = workload->run(size);
  std::printf("%llu %.1f\n", static_cast<unsigned long long>(executed),
              workload->bytes_per_pending_event());
}
