#include "analysis/sweep/results_schema.hpp"

#include <map>

#include <fmt/format.h>

namespace spindrift::sweep {

namespace {

constexpr int application_id = 0x73706472;  // "spdr"
constexpr int format = 1;

// SQLite keeps the comments: `.schema` shows them to whoever opens a file.
constexpr const char* tables = R"(
CREATE TABLE about (
  -- what these results are of: program, plan_name, plan (JSON), digest (of plan, scenario and
  -- strategies), cells (of the whole plan), shard (1/1: all of them)
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE metric (
  -- what was measured of each run
  name TEXT NOT NULL PRIMARY KEY,
  unit TEXT NOT NULL,       -- s, $, or empty for a count
  better TEXT NOT NULL,     -- lower or higher
  definition TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE input (
  -- the points of the design: what each sets in the scenario
  point INTEGER NOT NULL,
  path TEXT NOT NULL,       -- as --set takes it
  value TEXT NOT NULL,      -- as JSON
  PRIMARY KEY (point, path)
) WITHOUT ROWID;
CREATE TABLE cell (
  -- the runs: a point of the design under a strategy with a seed
  cell INTEGER NOT NULL PRIMARY KEY,
  point INTEGER NOT NULL,
  strategy TEXT NOT NULL,   -- none, or names joined by +
  seed INTEGER NOT NULL,
  error TEXT                -- why it could not run; it has no results then
);
CREATE TABLE result (
  -- one row for each cell and metric
  cell INTEGER NOT NULL,
  metric TEXT NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (cell, metric)
) WITHOUT ROWID;
CREATE VIEW results AS
  -- all of it in one table, for a first look
  SELECT cell, point, strategy, seed, metric, value FROM cell JOIN result USING (cell);
)";

std::string value_of(const std::map<std::string, std::string>& values, const std::string& name,
                     const Database& database) {
  const auto found = values.find(name);
  if (found != values.end()) return found->second;
  throw DatabaseError{fmt::format("{}: its table about lacks \"{}\"", database.path(), name)};
}

}  // namespace

Identity identity_of(const Plan& plan, const std::string& program, const Shard& shard) {
  return {program, plan.name, plan.text, plan.digest, plan.cells(), shard};
}

std::string difference(const Identity& wanted, const Identity& found) {
  if (wanted.digest != found.digest) {
    return fmt::format(
        "is of another plan, scenario or strategy: \"{}\" with digest {}, not "
        "\"{}\" with {}",
        found.plan_name, found.digest, wanted.plan_name, wanted.digest);
  }
  if (wanted.program != found.program) {
    return fmt::format("was made by {}, not by {}", found.program, wanted.program);
  }
  if (wanted.cells != found.cells) {
    return fmt::format("is of a plan with {} cells, not {}", found.cells, wanted.cells);
  }
  return {};
}

void create_tables(Database& database) {
  database.execute(tables);
  database.execute(
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", application_id, format));
}

void create_session_table(Database& database) {
  database.execute(
      "CREATE TABLE session (\n"
      "  -- each start of the program on this file, and how many cells it wrote\n"
      "  session INTEGER NOT NULL PRIMARY KEY,\n"
      "  cells INTEGER NOT NULL\n"
      ");");
}

void write_identity(Database& database, const Identity& identity) {
  Statement insert{database, "INSERT INTO about (name, value) VALUES (?, ?)"};
  const auto write = [&](std::string_view name, const std::string& value) {
    insert.bind(0, name).bind(1, std::string_view{value}).run();
  };
  write("program", identity.program);
  write("plan_name", identity.plan_name);
  write("plan", identity.plan);
  write("digest", identity.digest);
  write("cells", std::to_string(identity.cells));
  write("shard", to_text(identity.shard));
}

Identity read_identity(Database& database) {
  const auto pragma = [&](const char* name) {
    Statement statement{database, fmt::format("PRAGMA {}", name)};
    return statement.step() ? statement.whole(0) : 0;
  };
  if (pragma("application_id") != application_id) {
    throw DatabaseError{database.path() + ": holds no results of a sweep"};
  }
  if (pragma("user_version") != format) {
    throw DatabaseError{database.path() + ": is of another version of the program"};
  }
  std::map<std::string, std::string> values;
  Statement select{database, "SELECT name, value FROM about"};
  while (select.step()) values[select.text(0)] = select.text(1);
  Identity identity;
  identity.program = value_of(values, "program", database);
  identity.plan_name = value_of(values, "plan_name", database);
  identity.plan = value_of(values, "plan", database);
  identity.digest = value_of(values, "digest", database);
  identity.cells = std::stoull(value_of(values, "cells", database));
  identity.shard = parse_shard(value_of(values, "shard", database)).value_or(Shard{});
  return identity;
}

}  // namespace spindrift::sweep
