#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "analysis/sweep/database.hpp"
#include "analysis/sweep/plan.hpp"
#include "analysis/sweep/results_schema.hpp"

namespace spindrift::sweep {

/// What one run came to.
struct CellResult {
  Cell cell;
  std::vector<double> values;  ///< of the plan's metrics, in their order
  std::string error;           ///< why it could not run; else empty
};

/// Results that are not whole yet. A process that is killed, or finds the disk full, leaves what
/// it has written, and the next one goes on with it. While one writes, others are kept out.
///
/// Each cell is one transaction of a write-ahead log that is flushed only now and then: a killed
/// process loses nothing of what it has written, a power cut the cells since the last flush, which
/// are run again. SQLite holds its locks to the end, so that it needs no memory shared with other
/// processes and works on network file systems as well.
///
/// All members throw `TryAgain` or `DatabaseError`.
class ResultsWriter {
 public:
  /// Begins the file, or goes on with what is there of the same plan.
  ResultsWriter(const std::filesystem::path& path, const Plan& plan, const Identity& identity);

  /// By number: which cells are there.
  [[nodiscard]] const std::vector<bool>& written() const { return written_; }

  /// Writes a cell, all of it or nothing. REQUIRES: it is not there yet.
  void write(const CellResult& result);

  /// How many cells each process wrote, that of this one last.
  [[nodiscard]] std::vector<std::uint64_t> sessions();

  /// Brings all of it into the file itself and closes it.
  void close();

 private:
  void begin_file(const Plan& plan, const Identity& identity);
  void go_on(const Identity& identity);
  void begin_session();

  /// Prepared once: they are the greater part of the time that writing a cell takes.
  struct Statements {
    Statement cell;
    Statement row;
    Statement count;
  };

  Database database_;
  const Plan& plan_;
  std::vector<bool> written_;
  std::int64_t session_ = 0;
  std::optional<Statements> statements_;
};

}  // namespace spindrift::sweep
