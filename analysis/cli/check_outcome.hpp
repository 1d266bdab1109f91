#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "analysis/cli/expectations.hpp"
#include "sim/scenario/scenario.hpp"

namespace spindrift::cli {

/// What checking one scenario file came to.
struct CheckOutcome {
  std::string path;
  std::string name;                                 ///< the path while the file cannot be read
  scenario::Problems problems;                      ///< the file is wrong: it was not run
  std::string error;                                ///< the run itself failed
  std::vector<scenario::Expectation> expectations;  ///< with their places in the file
  std::vector<Verdict> verdicts;                    ///< of these, in the same order
  std::chrono::duration<double> took{};             ///< by a real clock
  std::string repeat;                               ///< the command that does it again

  [[nodiscard]] bool could_run() const { return problems.empty() && error.empty(); }
  [[nodiscard]] std::size_t failed() const;
  [[nodiscard]] bool is_fine() const { return could_run() && failed() == 0; }
};

/// The outcomes as JUnit XML: a test suite each file, a test case each expectation.
[[nodiscard]] std::string as_junit(const std::vector<CheckOutcome>& outcomes);

/// The failures as GitHub workflow commands, a line each.
[[nodiscard]] std::string as_annotations(const std::vector<CheckOutcome>& outcomes);

}  // namespace spindrift::cli
