#include "analysis/sweep/sweep.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <mutex>
#include <new>
#include <optional>
#include <system_error>
#include <thread>

#include <unistd.h>

#include "analysis/metrics/run_scenario.hpp"
#include "analysis/sweep/merge.hpp"
#include "analysis/sweep/results_writer.hpp"

namespace spindrift::sweep {

namespace {

namespace fs = std::filesystem;

/// Another thread has failed: this one's run is of no use any more.
class GivenUp : public std::exception {};

/// Ends a run when the sweep ends.
class CheckSink final : public history::EventSink {
 public:
  CheckSink(const std::function<void()>& check, const std::atomic<bool>& is_over)
      : check_{check}, is_over_{is_over} {}
  void begin(const history::Topology&) override { look(); }
  void on_event(const history::Event&) override {
    constexpr std::uint64_t look_every = 256;
    if (++events_ % look_every == 0) look();
  }

 private:
  void look() const {
    if (is_over_) throw GivenUp{};
    try {
      check_();
    } catch (...) {
      throw Ended{std::current_exception()};
    }
  }

 public:
  /// What `check` threw, told apart from what the run itself throws.
  struct Ended {
    std::exception_ptr why;
  };

 private:
  const std::function<void()>& check_;
  const std::atomic<bool>& is_over_;
  std::uint64_t events_ = 0;
};

/// Runs cells one after the other; neighbours share the scenario that was read.
class CellRunner {
 public:
  CellRunner(const Plan& plan, const std::function<void()>& check, const std::atomic<bool>& is_over)
      : plan_{plan}, check_{check, is_over} {}

  CellResult run(const Cell& cell) {
    CellResult result{cell, {}, {}};
    if (!loaded_ || point_ != cell.point || strategy_ != cell.strategy) {
      loaded_ = plan_.load(cell.point, cell.strategy);
      point_ = cell.point;
      strategy_ = cell.strategy;
    }
    if (const auto* const problems = std::get_if<scenario::Problems>(&*loaded_)) {
      for (const scenario::Problem& problem : *problems) {
        if (!result.error.empty()) result.error += '\n';
        result.error += to_string(problem);
      }
      return result;
    }
    run_scenario(std::get<scenario::Scenario>(*loaded_), result);
    return result;
  }

 private:
  void run_scenario(const scenario::Scenario& scenario, CellResult& result) {
    try {
      const metrics::MetricValues values =
          metrics::run_scenario(scenario.deployment, result.cell.seed, &check_);
      for (const metrics::FleetMetric metric : plan_.metrics) {
        result.values.push_back(values[metric]);
      }
    } catch (const GivenUp&) {
      throw;
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& error) {
      result.error = error.what();
    }
  }

  const Plan& plan_;
  CheckSink check_;
  std::optional<scenario::Loaded> loaded_;
  std::uint64_t point_ = 0;
  std::size_t strategy_ = 0;
};

/// Threads that take the next cell, run it and write it, until there is none or one has failed.
class Crew {
 public:
  Crew(const Plan& plan, const SweepOptions& options, ResultsWriter& writer)
      : plan_{plan}, options_{options}, writer_{writer} {
    for (std::uint64_t cell = options.shard.number - 1; cell < plan.cells();
         cell += options.shard.of) {
      ++progress_.cells;
      if (writer.written()[cell]) {
        ++progress_.before;
      } else {
        left_.push_back(cell);
      }
    }
  }

  void work(unsigned int threads) {
    options_.progress(progress_);
    const std::size_t wanted = std::min<std::size_t>(threads, left_.size());
    {
      std::vector<std::jthread> workers;
      for (std::size_t worker = 1; worker < wanted; ++worker) {
        workers.emplace_back([this] { run_cells(); });
      }
      run_cells();
    }
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void run_cells() {
    try {
      CellRunner runner{plan_, options_.check, is_over_};
      for (std::size_t place = next_++; place < left_.size() && !is_over_; place = next_++) {
        options_.check();
        const CellResult result = runner.run(plan_.cell(left_[place]));
        const std::lock_guard lock{mutex_};
        if (is_over_) return;
        writer_.write(result);
        ++progress_.now;
        options_.progress(progress_);
      }
    } catch (const GivenUp&) {
      return;
    } catch (const CheckSink::Ended& ended) {
      fail(ended.why);
    } catch (const std::bad_alloc&) {
      fail(std::make_exception_ptr(TryAgain{"there is not enough memory"}));
    } catch (...) {
      fail(std::current_exception());
    }
  }

  void fail(const std::exception_ptr& why) {
    const std::lock_guard lock{mutex_};
    if (!failure_) failure_ = why;
    is_over_ = true;
  }

  const Plan& plan_;
  const SweepOptions& options_;
  ResultsWriter& writer_;
  std::vector<std::uint64_t> left_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> is_over_{false};
  std::mutex mutex_;  ///< for what follows, and the writer
  SweepProgress progress_;
  std::exception_ptr failure_;
};

/// Whether the results are whole already. Throws when they are of something else.
bool is_there(const fs::path& file, const Identity& identity) {
  if (!fs::exists(file)) return false;
  Database database{file, Database::Access::read};
  const std::string other = difference(identity, read_identity(database));
  if (other.empty()) return true;
  throw DatabaseError{file.string() + ": " + other + "; remove it, or name another --output"};
}

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

void remove_partial(const fs::path& partial) {
  std::error_code ignored;
  fs::remove(partial, ignored);
}

}  // namespace

fs::path partial_path(const fs::path& results, const Shard& shard) {
  fs::path path = results;
  path += shard.is_whole() ? ".partial" : ".partial-" + host_name();
  return path;
}

SweepSummary sweep(const Plan& plan, const SweepOptions& options) {
  SweepSummary summary;
  summary.file = shard_path(options.output, options.shard);
  const Identity identity = identity_of(plan, options.program, options.shard);
  const fs::path partial = partial_path(summary.file, options.shard);
  summary.was_there = is_there(summary.file, identity);
  if (!summary.was_there) {
    ResultsWriter writer{partial, plan, identity};
    Crew{plan, options, writer}.work(options.threads);
    summary.sessions = writer.sessions();
    writer.close();
  }
  const Merged whole = summary.was_there ? inspect({summary.file}, options.shard)
                                         : merge(summary.file, {partial}, options.shard);
  if (!whole.is_whole()) {
    throw DatabaseError{(summary.was_there ? summary.file : partial).string() +
                        ": lacks cells that it should have"};
  }
  if (!summary.was_there) remove_partial(partial);
  summary.cells = whole.cells;
  summary.cells_with_error = whole.cells_with_error;
  summary.first_error = whole.first_error;
  return summary;
}

}  // namespace spindrift::sweep
