// Time for each event of the kernel's workloads. For figures that do not depend on the machine's
// mood, see bench/compare, which counts instructions.
#include <cstdint>
#include <string>

#include <benchmark/benchmark.h>

#include "bench/kernel_workloads.hpp"

namespace {

void run(benchmark::State& state, const std::string& name) {
  const auto workload = spindrift::bench::make_workload(name);
  constexpr std::uint64_t events_at_once = 10'000;
  std::uint64_t executed = 0;
  for (auto _ : state) executed += workload->run(events_at_once);
  state.SetItemsProcessed(static_cast<std::int64_t>(executed));
  state.counters["bytes/pending"] = workload->bytes_per_pending_event();
}

}  // namespace

BENCHMARK_CAPTURE(run, phold_16k, "phold-16k");
BENCHMARK_CAPTURE(run, phold_16k_clustered, "phold-16k-clustered");
BENCHMARK_CAPTURE(run, phold_16k_equal, "phold-16k-equal");
BENCHMARK_CAPTURE(run, phold_16k_decades, "phold-16k-decades");
BENCHMARK_CAPTURE(run, phold_1m, "phold-1m");
BENCHMARK_CAPTURE(run, coroutine_ticks, "coroutine-ticks");
BENCHMARK_CAPTURE(run, churn, "churn");

BENCHMARK_MAIN();
