#include "analysis/sweep/results_csv.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "analysis/csv_field.hpp"
#include "analysis/sweep/database.hpp"
#include "analysis/sweep/results_schema.hpp"
#include "sim/history/fingerprint.hpp"
#include "sim/scenario/number_text.hpp"

namespace spindrift::sweep {

namespace {

std::vector<std::string> input_paths(Database& database) {
  std::vector<std::string> paths;
  Statement select{database, "SELECT DISTINCT path FROM input ORDER BY path"};
  while (select.step()) paths.push_back(select.text(0));
  return paths;
}

/// The values of a point's inputs, each with a comma behind it.
std::string inputs_of(Database& database, std::int64_t point) {
  std::string columns;
  Statement select{database, "SELECT value FROM input WHERE point = ? ORDER BY path"};
  select.bind(0, point);
  while (select.step()) columns += analysis::csv_field(select.text(0)) + ',';
  return columns;
}

}  // namespace

void write_csv(const std::filesystem::path& results,
               const std::function<void(std::string_view)>& write) {
  Database database{results, Database::Access::read};
  static_cast<void>(read_identity(database));
  std::string header = "cell,point,";
  for (const std::string& path : input_paths(database)) header += analysis::csv_field(path) + ',';
  write(header + "strategy,seed,metric,value,error\n");
  Statement select{database,
                   "SELECT cell, point, strategy, seed, metric, value, error FROM cell "
                   "LEFT JOIN result USING (cell) ORDER BY cell, metric"};
  std::int64_t point = -1;
  std::string inputs;
  while (select.step()) {
    if (select.whole(1) != point) {
      point = select.whole(1);
      inputs = inputs_of(database, point);
    }
    const bool has_value = !select.is_null(5);
    write(fmt::format("{},{},{}{},{},{},{},{}\n", select.whole(0), point, inputs,
                      analysis::csv_field(select.text(2)), select.whole(3), select.text(4),
                      has_value ? scenario::to_text(select.real(5)) : "",
                      analysis::csv_field(select.text(6))));
  }
}

RowsDigest digest_rows(const std::filesystem::path& results) {
  history::Fingerprint fingerprint;
  RowsDigest found;
  write_csv(results, [&](std::string_view text) {
    fingerprint.add(text);
    found.rows += static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
  });
  --found.rows;  // the header
  found.hex = fingerprint.hex();
  return found;
}

}  // namespace spindrift::sweep
