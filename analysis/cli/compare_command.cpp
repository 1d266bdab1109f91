#include <algorithm>
#include <memory>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/cli/all_commands.hpp"
#include "analysis/cli/batch_progress.hpp"
#include "analysis/cli/compare_alternatives.hpp"
#include "analysis/cli/compare_report.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/scenario_options.hpp"
#include "analysis/cli/version.hpp"
#include "analysis/review/trade_offs.hpp"

namespace spindrift::cli {
namespace {

struct CompareOptions {
  std::string scenario;
  std::vector<std::string> strategies;
  std::string baseline;
  std::vector<std::string> sets;
  std::optional<std::uint64_t> seed;
  std::string until = "auto";
  std::string replications = "auto";
  double precision = 0.05;
  std::size_t replications_max = 2000;
  double level = 0.95;
  std::string objective;
  std::string metrics;
  std::string pareto;
  std::vector<std::string> inputs;
  std::vector<std::string> break_evens;
  std::string format = "text";
  bool detail = false;
  unsigned int jobs = std::max(1U, std::thread::hardware_concurrency());
};

review::CompareRequest request_of(const CompareOptions& options, const ScenarioFiles& files) {
  review::CompareRequest request;
  request.path = files.scenario(options.scenario);
  request.sets = options.sets;
  if (options.until != "auto") request.sets.push_back("until=" + options.until);
  request.seed = options.seed;
  request.alternatives.push_back(alternative_of(options.baseline, files));
  for (const std::string& typed : options.strategies) {
    request.alternatives.push_back(alternative_of(typed, files));
  }
  request.metrics = metrics_of(options.metrics);
  request.pareto_metrics = metrics_of(options.pareto);
  if (!options.objective.empty()) {
    try {
      request.objective = review::parse_objective(options.objective);
    } catch (const std::invalid_argument& error) {
      throw UsageError{fmt::format("--objective: {}", error.what())};
    }
  }
  request.level = options.level;
  request.relative_half_width = options.precision;
  request.replications_max = options.replications_max;
  if (options.replications != "auto") {
    const auto count = std::strtoull(options.replications.c_str(), nullptr, 10);
    constexpr unsigned long long most = 1'000'000;
    const bool is_number =
        options.replications.find_first_not_of("0123456789") == std::string::npos;
    if (!is_number || count < 2 || count > most) {
      throw UsageError{fmt::format("--replications {}: expected auto or a number from 2 to {}",
                                   options.replications, most)};
    }
    request.replications = count;
  }
  return request;
}

std::string command_of(const CompareOptions& options) {
  std::string text = "spindrift compare " + quoted_for_shell(options.scenario);
  if (options.seed) text += fmt::format(" --seed {}", *options.seed);
  if (options.until != "auto") text += " --until " + quoted_for_shell(options.until);
  const auto each = [&](const char* name, const std::vector<std::string>& values) {
    for (const std::string& value : values) {
      text += fmt::format(" {} {}", name, quoted_for_shell(value));
    }
  };
  const auto one = [&](const char* name, const std::string& value) {
    if (!value.empty()) text += fmt::format(" {} {}", name, quoted_for_shell(value));
  };
  each("--set", options.sets);
  one("--baseline", options.baseline);
  each("--strategy", options.strategies);
  one("--objective", options.objective);
  one("--metrics", options.metrics);
  one("--pareto", options.pareto);
  each("--sensitivity", options.inputs);
  each("--break-even", options.break_evens);
  const CompareOptions usual;
  if (options.level != usual.level) text += fmt::format(" --level {}", options.level);
  text += fmt::format(" --replications {}", options.replications);
  if (options.replications != "auto") return text;
  if (options.precision != usual.precision) {
    text += fmt::format(" --precision {}", options.precision);
  }
  if (options.replications_max != usual.replications_max) {
    text += fmt::format(" --replications-max {}", options.replications_max);
  }
  return text;
}

ExitCode compare(const CompareOptions& options, const Console& console) {
  const ScenarioFiles files;
  review::CompareRequest request = request_of(options, files);
  auto loaded = review::load_alternatives(request);
  if (const auto* const problems = std::get_if<scenario::Problems>(&loaded)) {
    for (const scenario::Problem& problem : *problems) console.talk(to_string(problem) + '\n');
    return ExitCode::cannot;
  }
  review::Comparison comparison;
  {
    BatchProgress progress{console};
    const review::Laboratory laboratory{
        {.threads = options.jobs,
         .check = throw_if_interrupted,
         .progress = [&](std::size_t done, std::size_t total) { progress.show(done, total); }}};
    if (!says_until(request)) {
      review::extend_horizon(request, std::get<0>(loaded), laboratory);
    }
    comparison = review::compare(request, std::get<0>(loaded), laboratory);
    try {
      review::add_trade_offs(comparison, request, options.inputs, options.break_evens, laboratory);
    } catch (const std::invalid_argument& error) {
      throw UsageError{error.what()};
    }
  }
  comparison.version = version().number;
  comparison.command = command_of(options);
  if (options.format == "json") {
    console.result(comparison_as_json(comparison).dump(2) + '\n');
  } else if (options.format == "csv") {
    console.result(comparison_as_csv(comparison));
  } else if (options.format == "markdown") {
    console.result(comparison_as_markdown(comparison));
  } else {
    console.result(comparison_as_text(comparison, options.detail, console));
  }
  return ExitCode::fine;
}

void add_options(CommandOptions command, CompareOptions& options) {
  command.add_option("scenario", options.scenario, "Path or name of a scenario").required();
  command
      .add_option("--strategy", options.strategies,
                  "An alternative: strategies (and values path=value) joined by +; may be repeated")
      .type_name("NAME[+NAME…]")
      .one_value_each_time();
  command
      .add_option("--baseline", options.baseline,
                  "What the others are compared with (default: the scenario as it is)")
      .type_name("NAME[+NAME…]");
  command
      .add_option("--set", options.sets, "Change one value for all alternatives; may be repeated")
      .type_name("PATH=VALUE")
      .one_value_each_time();
  command.add_option("--seed", options.seed, "First seed (default: the scenario's)").type_name("N");
  command
      .add_option("--until", options.until,
                  "How far every run goes, or auto: as the scenario says, or on until no rolling "
                  "restart and no lack of a key is cut off")
      .type_name("TIME|auto")
      .show_default();
  command
      .add_option("--replications", options.replications,
                  "How many, or auto: until the deciding means are known well")
      .type_name("N|auto")
      .show_default();
  command
      .add_option("--precision", options.precision,
                  "auto: the wished relative half-width of the deciding means")
      .between(0.001, 1.0)
      .show_default();
  command.add_option("--replications-max", options.replications_max, "auto: at most so many")
      .between(std::size_t{20}, std::size_t{1'000'000})
      .show_default();
  command.add_option("--level", options.level, "Confidence of every statement")
      .between(0.5, 0.9999)
      .show_default();
  command
      .add_option("--objective", options.objective,
                  "What is wanted: limits, then goals in turn, or a weighted sum")
      .type_name("TEXT");
  command.add_option("--metrics", options.metrics, "Metrics to look at, or all").type_name("A,B…");
  command.add_option("--pareto", options.pareto, "Metrics of the Pareto front").type_name("A,B…");
  command
      .add_option("--sensitivity", options.inputs,
                  "An input that is not known: which one moves the answer most; may be repeated")
      .type_name("PATH=LO..HI")
      .one_value_each_time();
  command
      .add_option("--break-even", options.break_evens,
                  "Where the first two alternatives change places; may be repeated")
      .type_name("PATH=LO..HI")
      .one_value_each_time();
  command.add_option("--format", options.format, "text, json, csv or markdown")
      .one_of({"text", "json", "csv", "markdown"})
      .show_default();
  command.add_flag("--detail", options.detail, "text: the ranking by every metric");
  command.add_option("--jobs", options.jobs, "Threads; the result is the same on any number")
      .type_name("N")
      .between(1U, 1024U)
      .show_default();
}

}  // namespace

void add_compare(Commands& commands) {
  const auto options = std::make_shared<CompareOptions>();
  CommandOptions command = commands.add(
      "compare", "Rank strategies for a scenario by many runs under the same luck",
      "  Which of three proposals heals issue 6083, and at what price:\n"
      "    spindrift compare 6083-production --strategy always-subscribed \\\n"
      "      --strategy always-subscribed+hold-down --strategy identity-retained\n"
      "  By an objective, for a pull request:\n"
      "    spindrift compare 6083-production --strategy hold-down --format markdown \\\n"
      "      --objective 'no failed tokens, at most 90 keys, then shortest roll'\n"
      "  Which unknown moves the answer most, and where the ranking flips:\n"
      "    spindrift compare 6083-production --strategy paced-by-acknowledgement \\\n"
      "      --strategy prepare-by-hand-1.11 --break-even plan.3.at=2h30m..12h\n\n" +
          metrics_help(),
      [options](const Console& console) { return compare(*options, console); });
  add_options(command, *options);
}

}  // namespace spindrift::cli
