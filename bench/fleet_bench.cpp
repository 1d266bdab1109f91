// How the cost of a fleet grows: Google Benchmark fits a line through each row and shows the rest.
// Times depend on the machine; bench/compare counts instructions for some of the same workloads.
#include <cstdint>

#include <benchmark/benchmark.h>

#include "bench/fleet_workloads.hpp"

namespace {

using spindrift::bench::FleetCounts;
using spindrift::bench::FleetShape;

/// Two days of that fleet, over and over. The fit is over `size`.
void run(benchmark::State& state, const FleetShape& shape, std::int64_t size) {
  FleetCounts counts;
  for (auto _ : state) counts = spindrift::bench::run_fleet(shape);
  const double days = static_cast<double>(shape.hours) / 24;
  const double server_days = days * shape.clusters * shape.servers;
  const auto rate = [](double each) {
    return benchmark::Counter{
        each, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert};
  };
  state.counters["time/transition"] = rate(static_cast<double>(counts.key_transitions));
  state.counters["time/server-day"] = rate(server_days);
  state.counters["transitions"] = static_cast<double>(counts.key_transitions);
  state.SetComplexityN(size);
}

std::uint32_t argument(const benchmark::State& state) {
  return static_cast<std::uint32_t>(state.range(0));
}

/// Every cluster lists every key, so that transitions grow with the square of the clusters: the fit
/// is over transitions.
void clusters(benchmark::State& state) {
  const FleetShape shape{.clusters = argument(state)};
  run(state, shape, state.range(0) * state.range(0));
}

void servers(benchmark::State& state) {
  run(state, {.clusters = 10, .servers = argument(state)}, state.range(0));
}

void levels(benchmark::State& state) {
  const std::uint32_t levels = argument(state);
  run(state, {.clusters = levels, .servers = 1, .levels = levels}, state.range(0) * state.range(0));
}

void days(benchmark::State& state) {
  run(state, {.clusters = 10, .hours = 24 * argument(state)}, state.range(0));
}

void rolling_restarts(benchmark::State& state) {
  run(state, {.clusters = 10, .hours = 60, .restarts = argument(state)}, state.range(0));
}

void named(benchmark::State& state, const char* name, std::uint64_t size) {
  std::uint64_t done = 0;
  for (auto _ : state) done += spindrift::bench::run_named(name, size);
  state.SetItemsProcessed(static_cast<std::int64_t>(done));
}

}  // namespace

BENCHMARK(clusters)
    ->DenseRange(20, 100, 20)
    ->Complexity(benchmark::oN)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(servers)->DenseRange(1, 9, 2)->Complexity(benchmark::oN)->Unit(benchmark::kMillisecond);
BENCHMARK(levels)->DenseRange(2, 8, 2)->Complexity(benchmark::oN)->Unit(benchmark::kMillisecond);
BENCHMARK(days)->DenseRange(4, 20, 4)->Complexity(benchmark::oN)->Unit(benchmark::kMillisecond);
BENCHMARK(rolling_restarts)
    ->DenseRange(1, 9, 2)
    ->Complexity(benchmark::oN)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(named, one_rotation, "one-rotation", 240);
BENCHMARK_CAPTURE(named, publication_through_4_levels, "publication-4-levels", 48);
BENCHMARK_CAPTURE(named, rolling_restart, "rolling-restart", 1);
BENCHMARK_CAPTURE(named, history_writing, "history-writing", 1);
BENCHMARK_CAPTURE(named, history_digest, "history-digest", 1);
BENCHMARK_CAPTURE(named, scenario_reading, "scenario-reading", 1);

BENCHMARK_MAIN();
