#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace spindrift::bench {

/// Work for the kernel that goes on for as long as one likes. A workload is warmed up when it is
/// handed out, so that what follows is the steady state.
class Workload {
 public:
  Workload() = default;
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;
  Workload(Workload&&) = delete;
  Workload& operator=(Workload&&) = delete;
  virtual ~Workload() = default;

  /// Executes at least this many events more and returns how many they were.
  virtual std::uint64_t run(std::uint64_t events) = 0;

  /// The bytes that each pending event costs: its wakeup and its share of the queue.
  [[nodiscard]] virtual double bytes_per_pending_event() const = 0;
};

/// How far ahead the events of PHOLD are scheduled.
enum class Delays : std::uint8_t {
  /// 0.1 s and an exponential time with a mean of 0.9 s: what others measure.
  exponential,
  /// One of three moments a second apart, give or take a nanosecond or two.
  clustered,
  /// All alike, one second.
  equal,
  /// Evenly distributed in one of the decades from a nanosecond to a thousand seconds.
  decades
};

struct PholdOptions {
  std::uint32_t places = 1'000;
  std::uint32_t jobs_per_place = 16;
  Delays delays = Delays::exponential;
};

/// R. M. Fujimoto, "Performance of Time Warp under synthetic workloads", 1990: jobs hop between
/// places, nine of ten times to a place drawn at random, else to the same one. Each place has its
/// own stream of random numbers, each job its cause, each event its place as order.
std::unique_ptr<Workload> make_phold(const PholdOptions& options);

/// How many events PHOLD executes in the first `seconds` of simulated time.
std::uint64_t phold_events(const PholdOptions& options, double seconds);

/// Processes that do nothing but wait, each for an exponential time with a mean of one second.
std::unique_ptr<Workload> make_coroutine_ticks(std::uint32_t processes);

/// Deadlines that never come: each event cancels the oldest of `timers` and schedules a new one.
std::unique_ptr<Workload> make_churn(std::uint32_t timers);

/// The draws, the logarithm and the counting of PHOLD and of the ticks, without any kernel.
std::unique_ptr<Workload> make_bare_phold(std::uint32_t places);
std::unique_ptr<Workload> make_bare_ticks(std::uint32_t processes);

/// The workload of that name as the baseline has it; null when there is none.
std::unique_ptr<Workload> make_workload(std::string_view name);

}  // namespace spindrift::bench
