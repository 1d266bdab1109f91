#include "analysis/sweep/merge.hpp"

#include <cerrno>
#include <exception>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace spindrift::sweep {

namespace {

namespace fs = std::filesystem;

/// The path as an SQLite URI that does not let the file be changed.
std::string read_only_uri(const fs::path& path) {
  std::string uri = "file:";
  for (const char each : path.string()) {
    const bool has_meaning = each == '?' || each == '#' || each == '%';
    uri += has_meaning ? fmt::format("%{:02x}", static_cast<unsigned int>(each))
                       : std::string(1, each);
  }
  return uri + "?mode=ro";
}

/// Another file beside the own tables, as `part`.
class Attached {
 public:
  Attached(Database& database, const fs::path& path) : database_{database} {
    Statement attach{database_, "ATTACH ? AS part"};
    attach.bind(0, std::string_view{read_only_uri(path)}).run();
  }
  Attached(const Attached&) = delete;
  Attached& operator=(const Attached&) = delete;
  Attached(Attached&&) = delete;
  Attached& operator=(Attached&&) = delete;
  ~Attached() {
    try {
      database_.execute("DETACH part");
    } catch (const std::exception&) {
      // The connection is given up as a whole then.
    }
  }

 private:
  Database& database_;
};

/// Cells that are in `part` and in `main` with something that is not the same. Only cells of `part`
/// are looked up, so that many small files cost no more than few large ones.
constexpr std::string_view contradicting_cells = R"(
WITH both AS MATERIALIZED
  (SELECT cell FROM part.cell WHERE cell IN (SELECT cell FROM main.cell))
SELECT cell FROM (SELECT * FROM part.cell WHERE cell IN both
                  EXCEPT SELECT * FROM main.cell WHERE cell IN both)
UNION
SELECT cell FROM (SELECT * FROM part.result WHERE cell IN both
                  EXCEPT SELECT * FROM main.result WHERE cell IN both)
UNION
SELECT cell FROM (SELECT * FROM main.result WHERE cell IN both
                  EXCEPT SELECT * FROM part.result WHERE cell IN both)
ORDER BY cell)";

constexpr const char* take_new_cells = R"(
INSERT INTO main.result SELECT * FROM part.result
  WHERE cell NOT IN (SELECT cell FROM main.cell);
INSERT OR IGNORE INTO main.cell SELECT * FROM part.cell;
INSERT OR IGNORE INTO main.input SELECT * FROM part.input;
INSERT OR IGNORE INTO main.metric SELECT * FROM part.metric;)";

/// Brings what was written to the disk, so that a power cut cannot empty a file that has its name.
void flush(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool is_flushed = file >= 0 && ::fsync(file) == 0;
  const int error = errno;
  if (file >= 0) ::close(file);
  if (!is_flushed) throw TryAgain{path.string() + ": " + std::generic_category().message(error)};
}

class Merge {
 public:
  explicit Merge(const Shard& shard) {
    database_.execute(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
        "PRAGMA cache_size = -65536; PRAGMA temp_store = FILE;");
    create_tables(database_);
    merged_.identity.shard = shard;
  }

  void add(const fs::path& path) {
    check_identity(path);
    const Attached attached{database_, path};
    Transaction transaction{database_};
    find_contradictions(path);
    database_.execute(take_new_cells);
    transaction.commit();
    files_.push_back(path);
  }

  /// Call when all files are added.
  const Merged& count() {
    std::uint64_t next = merged_.identity.shard.number - 1;
    const auto miss_until = [&](std::uint64_t cell) {
      for (; next < cell; next += merged_.identity.shard.of) merged_.missing.push_back(next);
    };
    Statement select{database_, "SELECT cell, error FROM cell ORDER BY cell"};
    while (select.step()) {
      const auto cell = static_cast<std::uint64_t>(select.whole(0));
      miss_until(cell);
      next += merged_.identity.shard.of;
      ++merged_.cells;
      if (select.is_null(1)) continue;
      if (merged_.cells_with_error++ == 0) merged_.first_error = select.text(1);
    }
    miss_until(merged_.identity.cells);
    return merged_;
  }

  void write_to(const fs::path& out) {
    write_identity(database_, merged_.identity);
    fs::path partial = out;
    // A name without the process's number: what a killed process left is found and replaced.
    partial += ".partial-whole";
    std::error_code ignored;
    fs::remove(partial, ignored);
    try {
      Statement vacuum{database_, "VACUUM INTO ?"};
      vacuum.bind(0, std::string_view{partial.string()}).run();
      flush(partial);
      fs::rename(partial, out);
    } catch (...) {
      fs::remove(partial, ignored);
      throw;
    }
  }

 private:
  void check_identity(const fs::path& path) {
    Database file{path, Database::Access::read};
    Identity found = read_identity(file);
    if (!files_.empty()) {
      const std::string other = difference(merged_.identity, found);
      if (!other.empty()) {
        throw DatabaseError{
            fmt::format("{} {}, as {}", path.string(), other, files_.front().string())};
      }
      return;
    }
    found.shard = merged_.identity.shard;
    merged_.identity = std::move(found);
  }

  void find_contradictions(const fs::path& path) {
    Statement select{database_, contradicting_cells};
    while (select.step()) {
      if (merged_.contradictions.size() == Merged::contradictions_max) continue;
      const auto cell = static_cast<std::uint64_t>(select.whole(0));
      merged_.contradictions.push_back({cell, path.string(), holder_of(cell)});
    }
  }

  /// The first file that has the cell.
  std::string holder_of(std::uint64_t cell) const {
    for (const fs::path& path : files_) {
      Database file{path, Database::Access::read};
      Statement select{file, "SELECT 1 FROM cell WHERE cell = ?"};
      if (select.bind(0, cell).step()) return path.string();
    }
    return {};
  }

  // A database without a name is in a file that goes away by itself.
  Database database_{"", Database::Access::create};
  std::vector<fs::path> files_;
  Merged merged_;
};

}  // namespace

Merged merge(const fs::path& out, const std::vector<fs::path>& files, const Shard& shard) {
  Merge merge{shard};
  for (const fs::path& file : files) merge.add(file);
  Merged merged = merge.count();
  if (merged.is_whole()) merge.write_to(out);
  return merged;
}

Merged inspect(const std::vector<fs::path>& files, const Shard& shard) {
  Merge merge{shard};
  for (const fs::path& file : files) merge.add(file);
  return merge.count();
}

}  // namespace spindrift::sweep
