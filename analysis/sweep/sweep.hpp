#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "analysis/sweep/plan.hpp"
#include "analysis/sweep/shard.hpp"

namespace spindrift::sweep {

/// How far a sweep has got.
struct SweepProgress {
  std::uint64_t cells = 0;   ///< of this sweep or shard
  std::uint64_t before = 0;  ///< that earlier processes had written
  std::uint64_t now = 0;     ///< that this one has written
};

struct SweepOptions {
  std::filesystem::path output;  ///< of the whole sweep; a shard's file is named after it
  std::string program;           ///< name and version, for the results
  Shard shard;
  unsigned int threads = 1;
  /// Asked often, by every thread; what it throws ends the sweep, with all whole cells kept.
  std::function<void()> check = [] {};
  /// Told of each cell, by one thread at a time.
  std::function<void(const SweepProgress&)> progress = [](const SweepProgress&) {};
};

/// What a sweep came to.
struct SweepSummary {
  std::filesystem::path file;
  bool was_there = false;  ///< whole, from an earlier run: nothing was done
  std::uint64_t cells = 0;
  std::uint64_t cells_with_error = 0;
  std::string first_error;
  /// How many cells each process wrote that worked on it; empty when it was there.
  std::vector<std::uint64_t> sessions;
};

/// Where the results are until they are whole. Shards of one sweep may run on several machines that
/// share a folder, so the machine's name is in a shard's.
[[nodiscard]] std::filesystem::path partial_path(const std::filesystem::path& results,
                                                 const Shard& shard);

/// Runs all cells of a plan, or of a shard of it, that are not in its file yet. The file has its
/// name only when all are. It can be ended at any moment, in any way: the next call goes on.
/// The rows do not depend on that, nor on the number of threads.
///
/// A cell whose scenario cannot be read or run is noted as such. Throws `TryAgain`, `DatabaseError`
/// and what `check` throws.
[[nodiscard]] SweepSummary sweep(const Plan& plan, const SweepOptions& options);

}  // namespace spindrift::sweep
