// How the cost of a fleet grows: a straight line is fitted to each row, with what is left when
// nothing grows, and what the line leaves over.
// Times depend on the machine; bench/compare counts instructions for some of the same workloads.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>
#include <ostream>
#include <span>
#include <string>
#include <vector>

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

struct Measured {
  double size = 0;
  double time = 0;  ///< in the unit of its row
};

/// time = intercept + slope * size, by least squares.
struct Line {
  double intercept = 0;
  double slope = 0;
  double residual = 0;  ///< root mean square, as a share of the mean time
};

Line fit(std::span<const Measured> row) {
  const auto count = static_cast<double>(row.size());
  Measured mean;
  for (const Measured& each : row) {
    mean.size += each.size / count;
    mean.time += each.time / count;
  }
  double spread = 0;
  double together = 0;
  for (const Measured& each : row) {
    spread += (each.size - mean.size) * (each.size - mean.size);
    together += (each.size - mean.size) * (each.time - mean.time);
  }
  Line line;
  line.slope = spread > 0 ? together / spread : 0;
  line.intercept = mean.time - line.slope * mean.size;
  double squares = 0;
  for (const Measured& each : row) {
    const double left = each.time - line.intercept - line.slope * each.size;
    squares += left * left;
  }
  line.residual = std::sqrt(squares / count) / mean.time;
  return line;
}

/// The usual table, and below it the fits. Google Benchmark's own go through the origin, where a
/// fleet that is never restarted costs nothing.
class ReporterWithFits final : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration || run.complexity_n <= 0) continue;
      rows_[run.run_name.function_name].push_back(
          {static_cast<double>(run.complexity_n), run.GetAdjustedCPUTime()});
    }
    ConsoleReporter::ReportRuns(runs);
  }

  void Finalize() override {
    GetOutputStream() << "\nms of CPU time = intercept + slope * size (residual: RMS)\n";
    for (const auto& [name, row] : rows_) {
      if (row.size() < 3) continue;
      const Line line = fit(row);
      char text[120];
      std::snprintf(text, sizeof text, "%-20s%10.3f + %10.5f * size  (%4.1f %%)\n", name.c_str(),
                    line.intercept, line.slope, 100 * line.residual);
      GetOutputStream() << text;
    }
  }

 private:
  std::map<std::string, std::vector<Measured>> rows_;
};

}  // namespace

BENCHMARK(clusters)->DenseRange(20, 100, 20)->Unit(benchmark::kMillisecond);
BENCHMARK(servers)->DenseRange(1, 9, 2)->Unit(benchmark::kMillisecond);
BENCHMARK(levels)->DenseRange(2, 8, 2)->Unit(benchmark::kMillisecond);
BENCHMARK(days)->DenseRange(4, 20, 4)->Unit(benchmark::kMillisecond);
BENCHMARK(rolling_restarts)->DenseRange(1, 9, 2)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(named, one_rotation, "one-rotation", 240);
BENCHMARK_CAPTURE(named, publication_through_4_levels, "publication-4-levels", 48);
BENCHMARK_CAPTURE(named, rolling_restart, "rolling-restart", 1);
BENCHMARK_CAPTURE(named, history_writing, "history-writing", 1);
BENCHMARK_CAPTURE(named, history_digest, "history-digest", 1);
BENCHMARK_CAPTURE(named, scenario_reading, "scenario-reading", 1);

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  ReporterWithFits reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  benchmark::Shutdown();
  return 0;
}
