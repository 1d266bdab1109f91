#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace spindrift::cli {

/// What was asked cannot be done as it was asked: wrong usage, no such file.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Finds scenario and strategy files by path or by name, among those in the current folder and
/// those that came with the program.
class ScenarioFiles {
 public:
  /// Looks for `scenarios` in the current folder, beside an installed program, and above one that
  /// stands in its build folder. The first that has a name wins.
  ScenarioFiles();
  explicit ScenarioFiles(std::vector<std::string> folders) : folders_{std::move(folders)} {}

  /// The path of a scenario given by path or name ("6083-production"). Throws `UsageError` that
  /// tells the nearest name.
  [[nodiscard]] std::string scenario(const std::string& name) const;

  /// The path of a strategy, likewise.
  [[nodiscard]] std::string strategy(const std::string& name) const;

  /// All scenarios that have a name, each name once.
  [[nodiscard]] std::vector<scenario::Listed> scenarios() const;
  [[nodiscard]] std::vector<scenario::Listed> strategies() const;

  [[nodiscard]] const std::vector<std::string>& folders() const { return folders_; }

 private:
  std::vector<std::string> folders_;
};

/// The scenario files that paths and names stand for: of a folder all that it holds. Throws
/// `UsageError` when there is none.
[[nodiscard]] std::vector<std::string> expand(const ScenarioFiles& files,
                                              const std::vector<std::string>& paths);

}  // namespace spindrift::cli
