#include <algorithm>
#include <stdexcept>

#include <catch2/catch.hpp>

#include "analysis/sweep/results_writer.hpp"
#include "tests/sweep/plans.hpp"

namespace spindrift::sweep {
namespace {

namespace fs = std::filesystem;
using testing::run;
using testing::SweepFolder;

constexpr std::string_view small_plan = R"({
  "scenario": "tiny", "design": "grid", "replications": 4, "strategies": ["none", "slow"],
  "inputs": [{"path": "ca_ttl", "values": ["6h", "12h", "24h"]}],
  "metrics": ["missing_key_seconds", "keys_made", "deaf_cluster_seconds"]
})";

std::string csv_of(const fs::path& file) {
  std::string text;
  write_csv(file, [&](std::string_view piece) { text += piece; });
  return text;
}

TEST_CASE("a sweep writes a row for each cell and metric") {
  const SweepFolder folder;
  const Plan plan = folder.plan(small_plan);
  const SweepSummary summary = run(plan, folder / "r.sqlite");
  CHECK(summary.cells == 24);
  CHECK(summary.sessions == std::vector<std::uint64_t>{24});
  CHECK_FALSE(fs::exists(folder / "r.sqlite.partial"));
  const RowsDigest digest = digest_rows(folder / "r.sqlite");
  CHECK(digest.rows == 24 * 3);
  const std::string csv = csv_of(folder / "r.sqlite");
  CHECK(
      csv.starts_with("cell,point,ca_ttl,strategy,seed,metric,value,error\n"
                      "0,0,\"\"\"6h\"\"\",none,1,deaf_cluster_seconds,"));
}

TEST_CASE("threads and shards do not change a byte of the results") {
  const SweepFolder folder;
  const Plan plan = folder.plan(small_plan);
  run(plan, folder / "one.sqlite");
  const std::string expected = folder.read("one.sqlite");
  run(plan, folder / "four.sqlite", {}, 4);
  CHECK(folder.read("four.sqlite") == expected);
  for (const std::uint64_t of : {2U, 5U, 24U, 30U}) {
    std::vector<fs::path> shards;
    for (std::uint64_t number = of; number >= 1; --number) {
      const auto threads = static_cast<unsigned int>(1 + number % 3);
      shards.push_back(run(plan, folder / "s.sqlite", {number, of}, threads).file);
    }
    CHECK(merge(folder / "merged.sqlite", shards).is_whole());
    CHECK(folder.read("merged.sqlite") == expected);
    std::ranges::reverse(shards);
    CHECK(merge(folder / "merged.sqlite", shards).is_whole());
    CHECK(folder.read("merged.sqlite") == expected);
  }
}

TEST_CASE("a sweep that is ended again and again goes on where it was, and ends the same") {
  const SweepFolder folder;
  const Plan plan = folder.plan(small_plan);
  run(plan, folder / "whole.sqlite");
  SweepOptions options;
  options.output = folder / "r.sqlite";
  options.program = "test 1";
  std::uint64_t before = 0;
  std::size_t ends = 0;
  for (bool is_over = false; !is_over;) {
    std::uint64_t now = 0;
    options.progress = [&](const SweepProgress& progress) {
      if (progress.now == 0) CHECK(progress.before == before);
      now = progress.now;
    };
    options.check = [&] {
      if (now == 5) throw std::runtime_error{"enough"};
    };
    try {
      const SweepSummary summary = sweep(plan, options);
      CHECK(summary.sessions == std::vector<std::uint64_t>{5, 5, 5, 5, 4});
      is_over = true;
    } catch (const std::runtime_error& error) {
      REQUIRE(std::string{error.what()} == "enough");
      CHECK_FALSE(fs::exists(options.output));
      before += now;
      ++ends;
    }
  }
  CHECK(ends == 4);
  CHECK(folder.read("r.sqlite") == folder.read("whole.sqlite"));
}

TEST_CASE("a cell that cannot run is noted, and the others have their results") {
  const SweepFolder folder;
  // What no trial finds: each value is fine with the first of the other input.
  const Plan plan = folder.plan(R"({"scenario": "tiny", "design": "grid", "metrics": ["keys_made"],
    "inputs": [{"path": "read_at", "values": ["1h", "10h"]},
               {"path": "until", "values": ["14h", "11h", "5h"]}]})");
  const SweepSummary summary = run(plan, folder / "r.sqlite");
  CHECK(summary.cells == 6);
  CHECK(summary.cells_with_error == 1);
  CHECK_FALSE(summary.first_error.empty());
  CHECK(digest_rows(folder / "r.sqlite").rows == 6);
}

TEST_CASE("results of another plan or program are not gone on with") {
  const SweepFolder folder;
  const Plan plan = folder.plan(small_plan);
  run(plan, folder / "r.sqlite");
  CHECK(run(plan, folder / "r.sqlite").was_there);
  const Plan other = folder.plan(R"({"scenario": "tiny", "design": "grid"})");
  CHECK_THROWS_WITH(run(other, folder / "r.sqlite"), Catch::Contains("is of another plan"));
  SweepOptions newer;
  newer.output = folder / "r.sqlite";
  newer.program = "test 2";
  CHECK_THROWS_WITH(sweep(plan, newer), Catch::Contains("was made by test 1, not by test 2"));
  folder.write("text.sqlite", "this is no database, and longer than its header would be ......");
  CHECK_THROWS_AS(run(plan, folder / "text.sqlite"), DatabaseError);
}

TEST_CASE("while one process writes, another is told to try again") {
  const SweepFolder folder;
  const Plan plan = folder.plan(small_plan);
  const ResultsWriter writer{partial_path(folder / "r.sqlite", {}), plan,
                             identity_of(plan, "test 1", {})};
  CHECK_THROWS_AS(run(plan, folder / "r.sqlite"), TryAgain);
}

TEST_CASE("merging tells which cells are missing, and which contradict each other") {
  const SweepFolder folder;
  const Plan plan = folder.plan(small_plan);
  const fs::path first = run(plan, folder / "s.sqlite", {1, 3}).file;
  const fs::path second = run(plan, folder / "s.sqlite", {2, 3}).file;
  const fs::path whole = run(plan, folder / "w.sqlite").file;
  const fs::path out = folder / "out.sqlite";
  SECTION("a shard that is not there") {
    const Merged merged = merge(out, {first, second});
    CHECK(merged.missing == std::vector<std::uint64_t>{2, 5, 8, 11, 14, 17, 20, 23});
    CHECK_FALSE(fs::exists(out));
  }
  SECTION("cells that two files have in the same way") {
    CHECK(merge(out, {first, whole, second}).is_whole());
    CHECK(folder.read("out.sqlite") == folder.read("w.sqlite"));
  }
  const auto spoil = [&](const std::string& statement, std::uint64_t cell) {
    Database{second, Database::Access::write}.execute(statement);
    const Merged merged = merge(out, {first, second, whole});
    CHECK(merged.missing.empty());
    REQUIRE(merged.contradictions.size() == 1);
    CHECK(merged.contradictions.front().cell == cell);
    CHECK(merged.contradictions.front().other == second.string());
    CHECK(merged.contradictions.front().file == whole.string());
    CHECK_FALSE(fs::exists(out));
  };
  SECTION("another value") {
    spoil("UPDATE result SET value = value + 1e-9 WHERE cell = 4 AND metric = 'keys_made'", 4);
  }
  SECTION("a value less") {
    spoil("DELETE FROM result WHERE cell = 7 AND metric = 'keys_made'", 7);
  }
  SECTION("another seed") { spoil("UPDATE cell SET seed = 99 WHERE cell = 10", 10); }
  SECTION("an error in place of results") {
    spoil("UPDATE cell SET error = 'x' WHERE cell = 1", 1);
  }
  SECTION("results of something else") {
    const Plan other = folder.plan(R"({"scenario": "tiny", "design": "grid"})");
    const fs::path file = run(other, folder / "o.sqlite").file;
    CHECK_THROWS_WITH(merge(out, {first, file}), Catch::Contains("is of another plan"));
  }
}

}  // namespace
}  // namespace spindrift::sweep
