#include "analysis/sweep/results_writer.hpp"

#include <optional>

namespace spindrift::sweep {

namespace {

void write_metrics(Database& database, const Plan& plan) {
  Statement insert{database,
                   "INSERT INTO metric (name, unit, better, definition) VALUES (?, ?, ?, ?)"};
  for (const metrics::FleetMetric metric : plan.metrics) {
    const metrics::FleetMetricInfo& about = info(metric);
    const bool is_lower = about.direction == statistics::Direction::minimise;
    insert.bind(0, about.name).bind(1, symbol_of(about.unit));
    insert.bind(2, std::string_view{is_lower ? "lower" : "higher"}).bind(3, about.definition).run();
  }
}

/// The points that cells of the shard are at.
void write_points(Database& database, const Plan& plan, const Shard& shard) {
  Statement insert{database, "INSERT INTO input (point, path, value) VALUES (?, ?, ?)"};
  std::optional<std::uint64_t> last;
  for (std::uint64_t number = shard.number - 1; number < plan.cells(); number += shard.of) {
    const std::uint64_t point = plan.cell(number).point;
    if (last == point) continue;
    last = point;
    for (std::size_t input = 0; input < plan.inputs.size(); ++input) {
      const std::string value = plan.value(point, input);
      insert.bind(0, point).bind(1, std::string_view{plan.inputs[input].path()});
      insert.bind(2, std::string_view{value}).run();
    }
  }
}

bool is_empty(Database& database) {
  Statement count{database, "SELECT count(*) FROM sqlite_schema"};
  return count.step() && count.whole(0) == 0;
}

}  // namespace

ResultsWriter::ResultsWriter(const std::filesystem::path& path, const Plan& plan,
                             const Identity& identity)
    : database_{path, Database::Access::create}, plan_{plan}, written_(plan.cells()) {
  database_.execute(
      "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
      // All threads wait while the log is flushed: every 32 MB, some thousand cells.
      "PRAGMA wal_autocheckpoint = 8000;");
  Transaction transaction{database_};
  if (is_empty(database_)) {
    begin_file(plan, identity);
  } else {
    go_on(identity);
  }
  transaction.commit();
}

void ResultsWriter::begin_file(const Plan& plan, const Identity& identity) {
  create_tables(database_);
  create_session_table(database_);
  write_identity(database_, identity);
  write_metrics(database_, plan);
  write_points(database_, plan, identity.shard);
}

void ResultsWriter::go_on(const Identity& identity) {
  const Identity found = read_identity(database_);
  const std::string other = difference(identity, found);
  if (!other.empty()) {
    throw DatabaseError{database_.path() + ": " + other +
                        "; finish it with that, or remove it to begin anew"};
  }
  Statement select{database_, "SELECT cell FROM cell"};
  while (select.step()) {
    const auto number = static_cast<std::uint64_t>(select.whole(0));
    if (number >= written_.size() || !identity.shard.holds(number)) {
      throw DatabaseError{database_.path() + ": holds a cell that is not of this shard"};
    }
    written_[number] = true;
  }
}

void ResultsWriter::begin_session() {
  {
    Statement insert{database_, "INSERT INTO session (cells) VALUES (0) RETURNING session"};
    while (insert.step()) session_ = insert.whole(0);
  }
  statements_.emplace(Statements{
      {database_, "INSERT INTO cell (cell, point, strategy, seed, error) VALUES (?, ?, ?, ?, ?)"},
      {database_, "INSERT INTO result (cell, metric, value) VALUES (?, ?, ?)"},
      {database_, "UPDATE session SET cells = cells + 1 WHERE session = ?"}});
}

void ResultsWriter::write(const CellResult& result) {
  Transaction transaction{database_};
  if (!statements_) begin_session();
  const Cell& cell = result.cell;
  Statement& insert = statements_->cell;
  insert.bind(0, cell.number).bind(1, cell.point);
  insert.bind(2, std::string_view{plan_.strategies[cell.strategy].name}).bind(3, cell.seed);
  if (result.error.empty()) {
    insert.bind_null(4);
  } else {
    insert.bind(4, std::string_view{result.error});
  }
  insert.run();
  if (result.error.empty()) {
    Statement& row = statements_->row;
    for (std::size_t place = 0; place < plan_.metrics.size(); ++place) {
      row.bind(0, cell.number).bind(1, info(plan_.metrics[place]).name);
      row.bind(2, result.values[place]).run();
    }
  }
  statements_->count.bind(0, session_).run();
  transaction.commit();
  written_[cell.number] = true;
}

std::vector<std::uint64_t> ResultsWriter::sessions() {
  std::vector<std::uint64_t> cells;
  Statement select{database_, "SELECT cells FROM session ORDER BY session"};
  while (select.step()) cells.push_back(static_cast<std::uint64_t>(select.whole(0)));
  return cells;
}

void ResultsWriter::close() {
  statements_.reset();
  bool has_left = false;
  {
    Statement leave_log{database_, "PRAGMA journal_mode = DELETE"};
    while (leave_log.step()) has_left = leave_log.text(0) == "delete";
  }
  if (!has_left) throw TryAgain{database_.path() + ": its log cannot be brought into it now"};
  database_.close();
}

}  // namespace spindrift::sweep
