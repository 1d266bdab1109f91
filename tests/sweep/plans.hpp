#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "analysis/sweep/merge.hpp"
#include "analysis/sweep/plan.hpp"
#include "analysis/sweep/results_csv.hpp"
#include "analysis/sweep/sweep.hpp"
#include "tests/temporary_folder.hpp"

/// Plans on one small scenario, for tests.
namespace spindrift::sweep::testing {

/// Two clusters and a restart: a cell takes less than a millisecond.
inline constexpr std::string_view tiny_scenario = R"({
  "until": "14h", "ca_ttl": "12h", "key_manager": {"kind": "disk"},
  "clusters": [{"name": "root"}, {"name": "A", "upstream": "root"}],
  "plan": [{"at": "1h", "do": "restart", "who": "A"}]
})";

/// A folder of its own with the scenario in it as "tiny.json" and a strategy "slow", removed
/// afterwards.
class SweepFolder : public test::TemporaryFolder {
 public:
  SweepFolder();

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return path() / name;
  }

  /// The plan, or the problems as one text, a line each.
  [[nodiscard]] LoadedPlan load(std::string_view plan) const;
  [[nodiscard]] std::string problems(std::string_view plan) const;
  /// REQUIRES: nothing is wrong with it.
  [[nodiscard]] Plan plan(std::string_view plan) const;

 private:
  [[nodiscard]] Finder finder() const;
};

/// `sweep`, with one thread unless told otherwise.
SweepSummary run(const Plan& plan, const std::filesystem::path& output, const Shard& shard = {},
                 unsigned int threads = 1);

}  // namespace spindrift::sweep::testing
