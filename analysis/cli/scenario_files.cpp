#include "analysis/cli/scenario_files.hpp"

#include <algorithm>
#include <filesystem>

#include "sim/history/nearest_name.hpp"

namespace spindrift::cli {
namespace {

namespace fs = std::filesystem;
using scenario::Listed;

/// Where scenarios may lie, seen from the program: installed, or in a build folder.
std::vector<fs::path> folders_near_program() {
  std::error_code unknown;
  const fs::path program = fs::read_symlink("/proc/self/exe", unknown);
  if (unknown) return {};
  std::vector<fs::path> folders{program.parent_path().parent_path() / "share/spindrift/scenarios"};
  constexpr int levels_max = 4;  // .build/release/bin/spindrift
  fs::path above = program.parent_path();
  for (int level = 0; level < levels_max && above.has_relative_path(); ++level) {
    above = above.parent_path();
    folders.push_back(above / "scenarios");
  }
  return folders;
}

bool is_a_path(const std::string& name) {
  return name.find('/') != std::string::npos || name.ends_with(".json") || fs::exists(name);
}

/// Those of all folders; of two with the same name only the first.
template <class List>
std::vector<Listed> all_named(const std::vector<std::string>& folders, const List& list) {
  std::vector<Listed> all;
  for (const std::string& folder : folders) {
    for (Listed& each : list(folder)) {
      const bool is_new = std::ranges::find(all, each.name, &Listed::name) == all.end();
      if (is_new) all.push_back(std::move(each));
    }
  }
  return all;
}

std::string find(const std::string& name, const std::vector<Listed>& all, const std::string& what,
                 const std::string& command) {
  const auto found = std::ranges::find(all, name, &Listed::name);
  if (found != all.end()) return found->path;
  std::vector<std::string> names;
  for (const Listed& each : all) names.push_back(each.name);
  const std::string nearest = history::nearest_name(name, names);
  const std::string hint =
      nearest.empty() ? "`" + command + "` shows what there is" : "did you mean '" + nearest + "'?";
  throw UsageError{"there is no " + what + " '" + name + "'; " + hint};
}

}  // namespace

ScenarioFiles::ScenarioFiles() {
  std::vector<fs::path> candidates{"scenarios"};
  std::ranges::copy(folders_near_program(), std::back_inserter(candidates));
  std::vector<fs::path> seen;
  for (const fs::path& each : candidates) {
    std::error_code absent;
    const fs::path real = fs::canonical(each, absent);
    if (absent || std::ranges::find(seen, real) != seen.end()) continue;
    seen.push_back(real);
    folders_.push_back(each.string());
  }
}

std::string ScenarioFiles::scenario(const std::string& name) const {
  if (is_a_path(name)) return name;
  return find(name, scenarios(), "scenario", "spindrift list");
}

std::string ScenarioFiles::strategy(const std::string& name) const {
  if (is_a_path(name)) return name;
  return find(name, strategies(), "strategy", "spindrift list --strategies");
}

std::vector<Listed> ScenarioFiles::scenarios() const { return all_named(folders_, scenario::list); }

std::vector<Listed> ScenarioFiles::strategies() const {
  return all_named(folders_, scenario::list_strategies);
}

std::vector<std::string> expand(const ScenarioFiles& files, const std::vector<std::string>& paths) {
  std::vector<std::string> expanded;
  for (const std::string& path : paths) {
    if (!fs::is_directory(path)) {
      expanded.push_back(files.scenario(path));
      continue;
    }
    const std::vector<Listed> inside = scenario::list(path);
    if (inside.empty()) throw UsageError{"there is no scenario in the folder '" + path + "'"};
    for (const Listed& each : inside) expanded.push_back(each.path);
  }
  return expanded;
}

}  // namespace spindrift::cli
