#include "sim/recording/tables.hpp"

#include <charconv>
#include <cmath>

#include "sim/scenario/scenario_file.hpp"

namespace spindrift::recording {

namespace {

std::vector<Json> read_lines(const std::string& path, scenario::Problems& problems) {
  std::vector<Json> rows;
  const std::string text = scenario::read_file(path, problems);
  std::size_t number = 1;
  for (std::size_t begin = 0; begin < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line{text.data() + begin, end - begin};
    begin = end + 1;
    if (line.empty()) continue;
    const std::size_t before = problems.size();
    Json row = scenario::parse(line, path, problems);
    row.position.line = static_cast<std::uint32_t>(number);
    if (problems.size() > before) {
      problems.back().position.line = number;
    } else if (row.kind != Json::Kind::object) {
      problems.push_back({row.position, "", "expected an object"});
    } else {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace

Tables read_tables(const std::string& folder, scenario::Problems& problems) {
  Tables tables;
  const std::string plan = folder + "/plan.json";
  tables.plan = scenario::parse(scenario::read_file(plan, problems), plan, problems);
  tables.processes = read_lines(folder + "/processes.jsonl", problems);
  tables.bundles = read_lines(folder + "/bundles.jsonl", problems);
  tables.servers = read_lines(folder + "/servers.jsonl", problems);
  return tables;
}

std::string text_of(const Json& row, std::string_view name) {
  const Json* const value = row.find(name);
  return value == nullptr || value->kind != Json::Kind::string ? "" : value->text;
}

double number_of(const Json& row, std::string_view name, double missing) {
  const Json* const value = row.find(name);
  if (value == nullptr || value->kind != Json::Kind::number) return missing;
  double number = 0;
  std::from_chars(value->text.data(), value->text.data() + value->text.size(), number);
  return number;
}

kernel::Duration seconds(double count) {
  return kernel::Duration{static_cast<std::int64_t>(std::llround(count * 1e9))};
}

kernel::Time time_of(const Json& row, std::string_view name) {
  return kernel::Time{seconds(number_of(row, name))};
}

}  // namespace spindrift::recording
