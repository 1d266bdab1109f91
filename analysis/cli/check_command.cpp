#include <algorithm>
#include <cstdlib>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "analysis/cli/all_commands.hpp"
#include "analysis/cli/check_outcome.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/scenario_options.hpp"
#include "analysis/cli/simulate.hpp"
#include "analysis/do_all.hpp"
#include "sim/history/output_file.hpp"

namespace spindrift::cli {
namespace {

struct CheckOptions {
  std::vector<std::string> paths;
  ScenarioOptions common;
  std::string junit_path;
  unsigned int jobs = std::max(1U, std::thread::hardware_concurrency());
};

CheckOutcome check_one(const std::string& path, const scenario::Overrides& overrides,
                       const ScenarioOptions& options) {
  CheckOutcome outcome;
  outcome.path = path;
  outcome.name = path;
  outcome.repeat = "spindrift run " + quoted_for_shell(path) + options.as_typed();
  const auto began = std::chrono::steady_clock::now();
  scenario::Loaded loaded = scenario::load(path, overrides);
  if (auto* const problems = std::get_if<scenario::Problems>(&loaded)) {
    outcome.problems = std::move(*problems);
  } else {
    auto& whole = std::get<scenario::Scenario>(loaded);
    outcome.name = whole.name;
    try {
      outcome.verdicts = simulate(whole, {.oracle = options.oracle}).verdicts;
    } catch (const Interrupted&) {
      throw;
    } catch (const std::exception& error) {
      outcome.error = error.what();
    }
    outcome.expectations = std::move(whole.expectations);
  }
  outcome.took = std::chrono::steady_clock::now() - began;
  return outcome;
}

/// Checks all files, several at a time, and tells of each in the order given as soon as it can.
std::vector<CheckOutcome> check_all(const std::vector<std::string>& paths,
                                    const scenario::Overrides& overrides,
                                    const CheckOptions& options) {
  std::vector<CheckOutcome> outcomes(paths.size());
  analysis::do_all(paths.size(), options.jobs, [&](std::size_t place) {
    outcomes[place] = check_one(paths[place], overrides, options.common);
  });
  return outcomes;
}

std::string as_text(const CheckOutcome& outcome, const Console& console) {
  if (outcome.is_fine()) {
    if (outcome.verdicts.empty()) return fmt::format("none {}: expects nothing\n", outcome.path);
    return fmt::format("{} {}: {} of {} hold\n", console.good("ok  "), outcome.path,
                       outcome.verdicts.size(), outcome.verdicts.size());
  }
  if (!outcome.could_run()) {
    std::string text = fmt::format("{} {}\n", console.alarming("bad "), outcome.path);
    for (const scenario::Problem& problem : outcome.problems) {
      text += "     " + to_string(problem) + '\n';
    }
    if (!outcome.error.empty()) text += "     " + outcome.error + '\n';
    return text;
  }
  std::string text = fmt::format("{} {}: {} of {} do not hold\n", console.alarming("FAIL"),
                                 outcome.path, outcome.failed(), outcome.verdicts.size());
  for (std::size_t place = 0; place < outcome.verdicts.size(); ++place) {
    const Verdict& verdict = outcome.verdicts[place];
    if (verdict.holds) continue;
    text += fmt::format("     {}: {}\n", to_string(outcome.expectations[place].position),
                        verdict.claim);
    text += found_text(verdict, "       ");
    const std::string& why = outcome.expectations[place].why;
    if (!why.empty()) text += "       " + console.faint(why) + '\n';
  }
  return text + "     repeat with: " + outcome.repeat + '\n';
}

ExitCode check(const CheckOptions& options, const Console& console) {
  const ScenarioFiles files;
  const auto outcomes =
      check_all(expand(files, options.paths), options.common.overrides(files), options);
  if (!options.junit_path.empty()) {
    history::OutputFile file{options.junit_path};
    file.write(as_junit(outcomes));
    file.commit();
  }
  std::string text;
  for (const CheckOutcome& outcome : outcomes) text += as_text(outcome, console);
  const char* const on_github = std::getenv("GITHUB_ACTIONS");
  if (on_github != nullptr && std::string_view{on_github} == "true") {
    text += as_annotations(outcomes);
  }
  console.result(text);
  const bool could_run = std::ranges::all_of(outcomes, &CheckOutcome::could_run);
  const bool all_hold = std::ranges::all_of(outcomes, &CheckOutcome::is_fine);
  if (!could_run) return ExitCode::cannot;
  return all_hold ? ExitCode::fine : ExitCode::does_not_hold;
}

}  // namespace

void add_check(Commands& commands) {
  const auto options = std::make_shared<CheckOptions>();
  CommandOptions command = commands.add(
      "check", "Run scenarios and judge everything that they expect, for continuous integration",
      "  All scenarios of a folder, with a report that CI systems read:\n"
      "    spindrift check scenarios --junit report.xml\n"
      "  Whether it would hold with another version as well:\n"
      "    spindrift check 6083-dev --set version=1.12.4\n",
      [options](const Console& console) { return check(*options, console); });
  command.add_option("path", options->paths, "Paths or names of scenarios, or folders").required();
  options->common.add_to(command);
  command.add_option("--junit", options->junit_path, "Write a JUnit report to this file")
      .type_name("FILE");
  command.add_option("--jobs", options->jobs, "Scenarios to run at the same time")
      .type_name("N")
      .between(1U, 1024U)
      .show_default();
}

}  // namespace spindrift::cli
