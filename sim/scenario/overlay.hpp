#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/json_document.hpp"

namespace spindrift::scenario {

/// Lays strategies and `--set` values over a scenario's JSON before it is read, so that they go
/// through the same checks. Two strategies that set one path to different values contradict each
/// other; so do two that say so.
class Overlays {
 public:
  Overlays(Json& scenario, Problems& problems) : scenario_{scenario}, problems_{problems} {}

  /// Applies a strategy file. Returns its name.
  std::string apply_strategy(const std::string& path);
  /// Applies "path=value". The value is JSON, or else a string.
  void apply_set(const std::string& assignment);

 private:
  void set(const std::vector<std::string>& path, const Json& value, const std::string& origin);
  void merge_plan(const Json& plan);

  Json& scenario_;
  Problems& problems_;
  std::vector<std::string> names_;
  std::map<std::string, std::pair<std::string, std::string>> set_by_;  ///< path: value, strategy
  std::map<std::string, std::string> conflicts_;                       ///< name: who excludes it
};

/// The whole text of a file, or a problem.
[[nodiscard]] std::string read_file(const std::string& path, Problems& problems);

}  // namespace spindrift::scenario
