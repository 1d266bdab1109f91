#include "sim/scenario/scenario.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "sim/scenario/deployment_reader.hpp"
#include "sim/scenario/overlay.hpp"

namespace spindrift::scenario {

namespace {

namespace fs = std::filesystem;

std::string stem(const std::string& path) { return fs::path{path}.stem().string(); }

std::vector<Listed> list_files(const std::string& folder, bool strategies) {
  std::vector<Listed> found;
  std::error_code error;
  for (fs::recursive_directory_iterator at{folder, error}, end; !error && at != end;
       at.increment(error)) {
    const fs::path& path = at->path();
    if (path.extension() != ".json" || !at->is_regular_file()) continue;
    if (path.stem().extension() == ".schema") continue;  // describes scenarios, and is none
    const std::string parent = path.parent_path().filename().string();
    if (parent == "sweeps" || (parent == "strategies") != strategies) continue;
    Problems problems;
    const std::string text = read_file(path.string(), problems);
    const Json json = parse(text, path.string(), problems);
    const Json* const description = json.find(strategies ? "summary" : "description");
    found.push_back(
        {stem(path.string()), path.string(), description == nullptr ? "" : description->text});
  }
  std::sort(found.begin(), found.end(),
            [](const Listed& left, const Listed& right) { return left.path < right.path; });
  return found;
}

}  // namespace

Loaded load_text(std::string_view text, const std::string& path, const Overrides& overrides) {
  Reading reading;
  Json json = parse(text, path, reading.problems);
  if (!reading.problems.empty()) return std::move(reading.problems);
  Scenario scenario;
  scenario.path = path;
  scenario.name = stem(path);
  Overlays overlays{json, reading.problems};
  for (const std::string& strategy : overrides.strategies) {
    scenario.strategies.push_back(overlays.apply_strategy(strategy));
  }
  for (const std::string& assignment : overrides.sets) overlays.apply_set(assignment);
  DeploymentReader{json, scenario, reading}.read();
  if (!reading.problems.empty()) return std::move(reading.problems);
  if (overrides.seed) scenario.seed = *overrides.seed;
  scenario.settings = std::move(reading.settings);
  return scenario;
}

Loaded load(const std::string& path, const Overrides& overrides) {
  Problems problems;
  const std::string text = read_file(path, problems);
  if (!problems.empty()) return problems;
  return load_text(text, path, overrides);
}

std::vector<Listed> list(const std::string& folder) { return list_files(folder, false); }
std::vector<Listed> list_strategies(const std::string& folder) { return list_files(folder, true); }

}  // namespace spindrift::scenario
