#include <algorithm>
#include <filesystem>

#include "sim/scenario/json_document.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/scenario_file.hpp"

namespace spindrift::scenario {

namespace {

namespace fs = std::filesystem;

enum class Wanted { scenarios, strategies };

bool is_wanted(const fs::path& path, Wanted wanted) {
  const std::string folder = path.parent_path().filename().string();
  const bool is_strategy = folder == "strategies";
  return path.extension() == ".json" && folder != "sweeps" &&
         !path.filename().string().ends_with(".schema.json") &&
         is_strategy == (wanted == Wanted::strategies);
}

std::vector<Listed> list_files(const std::string& folder, Wanted wanted) {
  std::vector<Listed> found;
  std::error_code error;
  for (fs::recursive_directory_iterator at{folder, error}, end; !error && at != end;
       at.increment(error)) {
    std::error_code no_status;
    if (!is_wanted(at->path(), wanted) || !at->is_regular_file(no_status)) continue;
    Listed& listed = found.emplace_back();
    listed.path = at->path().string();
    listed.name = stem(listed.path);
    Problems problems;
    const Json json = parse(read_file(listed.path, problems), listed.path, problems);
    const Json* const words = json.find(wanted == Wanted::strategies ? "summary" : "description");
    if (words != nullptr && words->kind == Json::Kind::string) listed.description = words->text;
  }
  std::sort(found.begin(), found.end(),
            [](const Listed& left, const Listed& right) { return left.path < right.path; });
  return found;
}

}  // namespace

std::vector<Listed> list(const std::string& folder) {
  return list_files(folder, Wanted::scenarios);
}

std::vector<Listed> list_strategies(const std::string& folder) {
  return list_files(folder, Wanted::strategies);
}

}  // namespace spindrift::scenario
