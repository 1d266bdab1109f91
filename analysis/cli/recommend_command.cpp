#include <algorithm>
#include <memory>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/cli/all_commands.hpp"
#include "analysis/cli/batch_progress.hpp"
#include "analysis/cli/compare_alternatives.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/recommend_report.hpp"
#include "analysis/cli/scenario_options.hpp"
#include "analysis/cli/version.hpp"

namespace spindrift::cli {
namespace {

struct RecommendOptions {
  std::string scenario;
  std::string objective;
  std::vector<std::string> strategies;
  std::vector<std::string> sets;
  std::optional<std::uint64_t> seed;
  double level = 0.95;
  std::size_t replications_max = 400;
  std::string format = "text";
  unsigned int jobs = std::max(1U, std::thread::hardware_concurrency());
};

/// All strategies that make a scenario of this one by themselves, when none are given.
std::vector<review::AlternativeRequest> strategies_of(const RecommendOptions& options,
                                                      const ScenarioFiles& files) {
  std::vector<review::AlternativeRequest> list;
  if (options.strategies.empty()) {
    for (const scenario::Listed& each : files.strategies()) {
      list.push_back(alternative_of(each.name, files));
    }
  }
  for (const std::string& typed : options.strategies) {
    list.push_back(alternative_of(typed, files));
  }
  return list;
}

review::RecommendRequest request_of(const RecommendOptions& options, const ScenarioFiles& files) {
  review::RecommendRequest request;
  request.path = files.scenario(options.scenario);
  request.sets = options.sets;
  request.seed = options.seed;
  request.strategies = strategies_of(options, files);
  request.level = options.level;
  request.replications_max = options.replications_max;
  try {
    request.objective = review::parse_objective(options.objective);
  } catch (const std::invalid_argument& error) {
    throw UsageError{fmt::format("--objective: {}", error.what())};
  }
  if (request.objective.goals.empty()) {
    throw UsageError{"--objective: no goal; end with what is to be small, as in \"then roll\""};
  }
  return request;
}

std::string command_of(const RecommendOptions& options, const std::string& strategy) {
  std::string text = "spindrift compare " + quoted_for_shell(options.scenario);
  if (options.seed) text += fmt::format(" --seed {}", *options.seed);
  for (const std::string& each : options.sets) text += " --set " + quoted_for_shell(each);
  if (!strategy.empty()) text += " --strategy " + quoted_for_shell(strategy);
  return text + " --objective " + quoted_for_shell(options.objective);
}

ExitCode recommend(const RecommendOptions& options, const Console& console) {
  const ScenarioFiles files;
  const review::RecommendRequest request = request_of(options, files);
  auto result = [&] {
    BatchProgress progress{console};
    const review::Laboratory laboratory{
        {.threads = options.jobs,
         .check = throw_if_interrupted,
         .progress = [&](std::size_t done, std::size_t total) { progress.show(done, total); }}};
    return review::recommend(request, laboratory);
  }();
  if (const auto* const problems = std::get_if<scenario::Problems>(&result)) {
    for (const scenario::Problem& problem : *problems) console.talk(to_string(problem) + '\n');
    return ExitCode::cannot;
  }
  auto& found = std::get<review::Recommendation>(result);
  found.finals.version = version().number;
  found.finals.command = command_of(options, found.chosen && *found.chosen > 0
                                                 ? found.finals.alternatives[*found.chosen].name
                                                 : std::string{});
  if (options.format == "json") {
    console.result(recommendation_as_json(found).dump(2) + '\n');
  } else {
    console.result(recommendation_as_text(found, console) +
                   "\nLook closer with: " + found.finals.command + '\n');
  }
  return found.chosen ? ExitCode::fine : ExitCode::does_not_hold;
}

}  // namespace

void add_recommend(Commands& commands) {
  const auto options = std::make_shared<RecommendOptions>();
  CommandOptions command = commands.add(
      "recommend", "Search for the best strategy and parameters that hold an objective",
      "  The shortest roll of the incident's fleet that loses no token and keeps below 90 keys:\n"
      "    spindrift recommend 6083-production \\\n"
      "      --objective 'no failed tokens, at most 90 keys, then shortest roll'\n"
      "  Among some strategies only:\n"
      "    spindrift recommend 6083-production --objective 'no failed tokens, then dollars' \\\n"
      "      --strategy always-subscribed --strategy hold-down --strategy identity-retained\n"
      "  Exit code 1: no candidate holds every limit.\n\n" +
          metrics_help(),
      [options](const Console& console) { return recommend(*options, console); });
  command.add_option("scenario", options->scenario, "Path or name of a scenario").required();
  command
      .add_option("--objective", options->objective,
                  "Limits, then goals in turn; the first goal is raced for")
      .type_name("TEXT")
      .required();
  command
      .add_option(
          "--strategy", options->strategies,
          "Search among these, and pairs of them (default: all strategies); may be repeated")
      .type_name("NAME[+NAME…]")
      .one_value_each_time();
  command.add_option("--set", options->sets, "Change one value for all candidates; may be repeated")
      .type_name("PATH=VALUE")
      .one_value_each_time();
  command.add_option("--seed", options->seed, "First seed (default: the scenario's)")
      .type_name("N");
  command.add_option("--level", options->level, "Confidence of the search")
      .between(0.5, 0.9999)
      .show_default();
  command
      .add_option("--replications-max", options->replications_max,
                  "Of each candidate, at most so many in a race")
      .between(std::size_t{20}, std::size_t{1'000'000})
      .show_default();
  command.add_option("--format", options->format, "text, or json for programs")
      .one_of({"text", "json"})
      .show_default();
  command.add_option("--jobs", options->jobs, "Threads; the result is the same on any number")
      .type_name("N")
      .between(1U, 1024U)
      .show_default();
}

}  // namespace spindrift::cli
