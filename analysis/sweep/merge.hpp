#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/sweep/results_schema.hpp"

namespace spindrift::sweep {

/// A cell that two files have with different rows.
struct Contradiction {
  std::uint64_t cell = 0;
  std::string file;
  std::string other;
};

/// What merging came to. The merged file was written when nothing is missing or contradicting.
struct Merged {
  Identity identity;
  std::uint64_t cells = 0;                    ///< different ones, in all files together
  std::uint64_t cells_with_error = 0;         ///< that could not run
  std::vector<std::uint64_t> missing;         ///< numbers of cells, in order
  std::vector<Contradiction> contradictions;  ///< at most `contradictions_max`
  std::string first_error;                    ///< of the first cell that could not run

  static constexpr std::size_t contradictions_max = 100;

  [[nodiscard]] bool is_whole() const { return missing.empty() && contradictions.empty(); }
};

/// Writes all results of `files` to `out`, which appears whole or not at all. Its bytes depend on
/// the results alone: not on how they were cut into files, nor on the order in which they were
/// made. Cells that several files have are checked to be the same.
///
/// `shard` is the part of the plan that must be there. Throws `TryAgain`, or `DatabaseError` for a
/// file that holds no results, or results of something else. REQUIRES: at least one file.
[[nodiscard]] Merged merge(const std::filesystem::path& out,
                           const std::vector<std::filesystem::path>& files,
                           const Shard& shard = {});

/// What merging would come to, without writing anything.
[[nodiscard]] Merged inspect(const std::vector<std::filesystem::path>& files,
                             const Shard& shard = {});

}  // namespace spindrift::sweep
