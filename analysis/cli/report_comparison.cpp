#include "analysis/cli/report_comparison.hpp"

#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "analysis/cli/batch_progress.hpp"
#include "analysis/cli/compare_alternatives.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/version.hpp"
#include "analysis/review/compare.hpp"
#include "analysis/review/trade_offs.hpp"

namespace spindrift::cli {
namespace {

review::CompareRequest request_of(const std::string& scenario, const ScenarioOptions& common,
                                  const ReportComparisonOptions& options) {
  const ScenarioFiles files;
  review::CompareRequest request;
  request.path = files.scenario(scenario);
  request.sets = common.sets;
  request.seed = common.seed;
  request.alternatives.push_back(alternative_of("", files));
  for (const std::string& typed : common.strategies) {
    request.alternatives.push_back(alternative_of(typed, files));
  }
  request.replications = options.replications;
  if (options.objective.empty()) return request;
  try {
    request.objective = review::parse_objective(options.objective);
  } catch (const std::invalid_argument& error) {
    throw UsageError{fmt::format("--objective: {}", error.what())};
  }
  return request;
}

}  // namespace

void ReportComparisonOptions::add_to(CommandOptions command) {
  jobs = std::max(1U, std::thread::hardware_concurrency());
  command
      .add_option("--replications", replications,
                  "Runs of each strategy when several are compared (default: until the deciding "
                  "means are known well)")
      .type_name("N")
      .between(std::size_t{2}, std::size_t{1'000'000});
  command
      .add_option("--objective", objective,
                  "What is wanted of them: limits, then goals in turn; see `spindrift compare`")
      .type_name("TEXT");
  command
      .add_option("--sensitivity", inputs,
                  "An input that is not known: which one moves the answer most; may be repeated")
      .type_name("PATH=LO..HI")
      .one_value_each_time();
  command
      .add_option("--break-even", break_evens,
                  "Where the first two strategies change places; may be repeated")
      .type_name("PATH=LO..HI")
      .one_value_each_time();
  command.add_option("--jobs", jobs, "Threads; the result is the same on any number")
      .type_name("N")
      .between(1U, 1024U)
      .show_default();
}

std::string ReportComparisonOptions::as_typed() const {
  std::string typed;
  if (replications) typed += fmt::format(" --replications {}", *replications);
  if (!objective.empty()) typed += " --objective " + quoted_for_shell(objective);
  for (const std::string& each : inputs) typed += " --sensitivity " + quoted_for_shell(each);
  for (const std::string& each : break_evens) typed += " --break-even " + quoted_for_shell(each);
  return typed;
}

std::optional<review::Comparison> compare_for_report(const std::string& scenario,
                                                     const ScenarioOptions& common,
                                                     const ReportComparisonOptions& options,
                                                     const Console& console) {
  review::CompareRequest request = request_of(scenario, common, options);
  auto loaded = review::load_alternatives(request);
  if (const auto* const problems = std::get_if<scenario::Problems>(&loaded)) {
    for (const scenario::Problem& problem : *problems) console.talk(to_string(problem) + '\n');
    return {};
  }
  BatchProgress progress{console};
  const review::Laboratory laboratory{
      {.threads = options.jobs,
       .check = throw_if_interrupted,
       .progress = [&](std::size_t done, std::size_t total) { progress.show(done, total); }}};
  if (!says_until(request)) {
    review::extend_horizon(request, std::get<0>(loaded), laboratory);
  }
  review::Comparison comparison = review::compare(request, std::get<0>(loaded), laboratory);
  try {
    review::add_trade_offs(comparison, request, options.inputs, options.break_evens, laboratory);
  } catch (const std::invalid_argument& error) {
    throw UsageError{error.what()};
  }
  comparison.version = version().number;
  return comparison;
}

}  // namespace spindrift::cli
