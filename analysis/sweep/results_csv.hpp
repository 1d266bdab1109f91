#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace spindrift::sweep {

/// The canonical text of a results file: CSV (RFC 4180, but lines end with \n), a line for each
/// cell and metric, ordered by these. Its columns are `cell`, `point`, one for each input named by
/// its path with values as JSON, `strategy`, `seed`, `metric`, `value` and `error`. A cell that
/// could not run is one line with nothing but its error. Numbers are the shortest that mean exactly
/// the value.
///
/// `write` gets the text in pieces. Throws `TryAgain` or `DatabaseError`.
void write_csv(const std::filesystem::path& results,
               const std::function<void(std::string_view)>& write);

/// The fingerprint of that text, and how many rows it has. Two files with the same one hold the
/// same results.
struct RowsDigest {
  std::string hex;
  std::uint64_t rows = 0;
};
[[nodiscard]] RowsDigest digest_rows(const std::filesystem::path& results);

}  // namespace spindrift::sweep
