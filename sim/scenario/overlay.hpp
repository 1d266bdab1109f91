#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/scenario/json_path.hpp"
#include "sim/scenario/strategy_fields.hpp"

namespace spindrift::scenario {

/// Lays strategies and `--set` values over a scenario's JSON before it is read, so that they go
/// through the same checks. Two strategies contradict each other when they set one value
/// differently, or when one of them says so.
class Overlays {
 public:
  Overlays(Json& scenario, Problems& problems) : scenario_{scenario}, problems_{problems} {}

  /// Applies the text of a strategy file.
  void apply_strategy(std::string_view text, const std::string& path);

  /// Applies "path=value". The value is JSON, or else a string. The last one counts.
  void apply_set(const std::string& assignment);

  /// Names of the strategies that were applied.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  struct Choice {
    std::string value;
    std::string strategy;
    Position position;
  };

  void check_conflicts(const StrategyWritten& strategy, const Json& json);
  void set_members(const StrategyWritten& strategy, const JsonPath& at, const Json& object);
  void apply_plan(const StrategyWritten& strategy, const Json& json);
  void set_in_rolls(const JsonPath& path, const Json& value, const Mark& mark);
  void change_rolls(const StrategyWritten& strategy, const Json& changes, Json& actions);
  void remove(const StrategyWritten& strategy, const PlanRemoval& removal,
              const std::string& pointer, Json& actions);
  /// Whether no other strategy decided that differently.
  bool choose(const StrategyWritten& strategy, const std::string& what, const std::string& value,
              const Mark& mark);
  void fail(const Mark& mark, const std::string& pointer, std::string message);

  Json& scenario_;
  Problems& problems_;
  std::vector<std::string> names_;
  std::map<std::string, Choice> chosen_;                      ///< by path
  std::vector<std::pair<std::string, std::string>> refused_;  ///< strategy, whom it excludes
};

}  // namespace spindrift::scenario
