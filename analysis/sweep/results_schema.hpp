#pragma once

#include <cstdint>
#include <string>

#include "analysis/sweep/database.hpp"
#include "analysis/sweep/plan.hpp"
#include "analysis/sweep/shard.hpp"

namespace spindrift::sweep {

/// What the rows of a results file are of. Files of the same plan and program may be merged, and
/// one that was begun may be finished; others may not.
struct Identity {
  std::string program;  ///< "spindrift 0.1.0 (commit 9179eaa0c1d2)"
  std::string plan_name;
  std::string plan;         ///< the plan as JSON on one line
  std::string digest;       ///< of plan, scenario and strategies
  std::uint64_t cells = 0;  ///< of the whole plan
  Shard shard;

  friend bool operator==(const Identity&, const Identity&) = default;
};

[[nodiscard]] Identity identity_of(const Plan& plan, const std::string& program,
                                   const Shard& shard);

/// Why files of these two cannot go together, whatever their shards; empty when they can.
[[nodiscard]] std::string difference(const Identity& wanted, const Identity& found);

/// Makes the tables of an empty file, with comments that say what each column is.
void create_tables(Database& database);

/// Makes the table in which a file that is not whole yet notes who worked on it.
void create_session_table(Database& database);

void write_identity(Database& database, const Identity& identity);

/// Throws `DatabaseError` when the file holds no results of a sweep.
[[nodiscard]] Identity read_identity(Database& database);

}  // namespace spindrift::sweep
