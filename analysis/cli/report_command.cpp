#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "analysis/cli/all_commands.hpp"
#include "analysis/cli/compare_report.hpp"
#include "analysis/cli/report_comparison.hpp"
#include "analysis/cli/report_subject.hpp"
#include "analysis/cli/scenario_options.hpp"
#include "analysis/cli/simulate.hpp"
#include "analysis/metrics/run_scenario.hpp"
#include "analysis/report/csv_tables.hpp"
#include "analysis/report/markdown.hpp"
#include "analysis/report/page.hpp"
#include "analysis/report/perfetto_trace.hpp"
#include "analysis/report/vega_lite.hpp"
#include "sim/history/json_lines.hpp"
#include "sim/history/output_file.hpp"
#include "sim/history/recording/recorded_history.hpp"

namespace spindrift::cli {
namespace {

struct ReportOptions {
  std::string source;
  ScenarioOptions common;
  std::string until = "auto";
  ReportComparisonOptions comparison;
  std::string format = "html";
  std::string output;

  /// What changes the scenario or compares, as one would type it.
  [[nodiscard]] std::string changes() const {
    std::string typed = common.as_typed();
    if (until != "auto") typed += " --until " + quoted_for_shell(until);
    return typed + comparison.as_typed();
  }
  /// The changes of the scenario, its end among them.
  [[nodiscard]] ScenarioOptions scenario_options() const {
    ScenarioOptions all = common;
    if (until != "auto") all.sets.push_back("until=" + until);
    return all;
  }
};

std::string command_of(const ReportOptions& options) {
  std::string command = "spindrift report " + quoted_for_shell(options.source) + options.changes();
  if (options.format != "html") command += " --format " + options.format;
  if (!options.output.empty()) command += " -o " + quoted_for_shell(options.output);
  return command;
}

report::Material of_recording(const ReportOptions& options) {
  const history::Recording recording = history::read_recording(options.source);
  report::Subject subject = subject_of(recording, options.source);
  subject.command = command_of(options);
  return report::examine(std::move(subject), history::history_of(recording));
}

report::Material of_history(const ReportOptions& options) {
  history::History history = history::read_history(options.source);
  report::Subject subject = subject_of(history);
  subject.command = command_of(options);
  return report::examine(std::move(subject), std::move(history));
}

std::optional<report::Material> of_scenario(const ReportOptions& options, const Console& console) {
  const ScenarioFiles files;
  // When strategies are compared, the run that is shown is one of the scenario as it is.
  ScenarioOptions shown = options.scenario_options();
  if (options.comparison.are_wanted(options.common)) shown.strategies.clear();
  const auto scenario =
      load_or_complain(files.scenario(options.source), shown.overrides(files), console);
  if (!scenario) return {};
  history::History history;
  history::HistoryBuilder builder{history};
  const RunResult result = simulate(
      *scenario, {.oracle = options.common.oracle, .also_show = &builder, .progress = &console});
  history.scenario = scenario->name;
  history.seed = scenario->seed;
  report::Subject subject = subject_of(*scenario, result);
  subject.command = command_of(options);
  return report::examine(std::move(subject), std::move(history),
                         metrics::observation_options(scenario->deployment));
}

std::optional<report::Material> material_of(const ReportOptions& options, const Console& console) {
  std::error_code error;
  const bool is_folder = std::filesystem::is_directory(options.source, error);
  const bool is_history = options.source.ends_with(".jsonl");
  if (!is_folder && !is_history) return of_scenario(options, console);
  const std::string changes = options.changes();
  if (!changes.empty()) {
    throw UsageError{"what was recorded cannot be changed:" + changes + " is for scenarios"};
  }
  return is_folder ? of_recording(options) : of_history(options);
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  history::OutputFile file{path};
  file.write(text);
  file.commit();
}

using MaybeComparison = std::optional<review::Comparison>;

/// Formats that are one file, or none of them.
std::optional<std::string> as_one_file(const std::string& format, const report::Material& material,
                                       const MaybeComparison& comparison) {
  if (format == "html") return report::page_of(material, comparison ? &*comparison : nullptr);
  if (format == "markdown") {
    const std::string ranking = comparison ? comparison_as_markdown(*comparison) + '\n' : "";
    return ranking + report::markdown_of(material);
  }
  if (format == "perfetto") return report::perfetto_trace(material);
  return {};
}

void write_folder(const ReportOptions& options, const report::Material& material,
                  const MaybeComparison& comparison) {
  std::vector<report::NamedFile> files;
  if (options.format == "csv") {
    files = report::csv_tables(material);
    if (comparison) files.push_back({"comparison.csv", comparison_as_csv(*comparison)});
  } else {
    files = report::vega_lite_specs(material);
    if (comparison) {
      for (report::NamedFile& each : report::vega_lite_specs(*comparison)) {
        files.push_back(std::move(each));
      }
    }
  }
  const std::filesystem::path folder{options.output};
  std::filesystem::create_directories(folder);
  for (const report::NamedFile& each : files) write_file(folder / each.name, each.text);
}

ExitCode report(const ReportOptions& options, const Console& console) {
  const bool is_folder = options.format == "vega-lite" || options.format == "csv";
  if (is_folder && options.output.empty()) {
    throw UsageError{"--format " + options.format +
                     " is several files: say with -o in which folder"};
  }
  const auto material = material_of(options, console);
  if (!material) return ExitCode::cannot;
  MaybeComparison comparison;
  if (options.comparison.are_wanted(options.common)) {
    comparison =
        compare_for_report(options.source, options.scenario_options(), options.comparison, console);
    if (!comparison) return ExitCode::cannot;
    comparison->command =
        "spindrift report " + quoted_for_shell(options.source) + options.changes();
  }
  if (const auto text = as_one_file(options.format, *material, comparison)) {
    if (options.output.empty()) {
      console.result(*text);
      return ExitCode::fine;
    }
    write_file(options.output, *text);
  } else {
    write_folder(options, *material, comparison);
  }
  console.talk(fmt::format("{}\nwritten to {}\n",
                           comparison ? comparison->verdict : material->findings.verdict,
                           options.output));
  return ExitCode::fine;
}

}  // namespace

void add_report(Commands& commands) {
  const auto options = std::make_shared<ReportOptions>();
  CommandOptions command =
      commands.add("report", "Write a page that shows what happened, to whom, and why",
                   "  One file that opens from disk, of the rolling restart of issue 6083:\n"
                   "    spindrift report 6083-production -o report.html\n"
                   "  Several proposals ranked, with their price, above the run as it is:\n"
                   "    spindrift report 6083-production --strategy always-subscribed \\\n"
                   "      --strategy always-subscribed+hold-down --replications 50 -o review.html\n"
                   "  Which unknown moves the answer most, as bars:\n"
                   "    spindrift report 6083-production --strategy paced-by-time \\\n"
                   "      --sensitivity rolls.pause=30s..20m --sensitivity ca_ttl=12h..48h "
                   "-o why.html\n"
                   "  The same page of a recording of real servers:\n"
                   "    spindrift report tests/recordings/deaf-region-1.10.4 -o deaf.html\n"
                   "  For a pull request, and the plots as data:\n"
                   "    spindrift report 6083-dev --format markdown\n"
                   "    spindrift report 6083-dev --format vega-lite -o plots\n",
                   [options](const Console& console) { return report(*options, console); });
  command
      .add_option("scenario", options->source,
                  "Path or name of a scenario, a folder with a recording, or a history (.jsonl)")
      .required();
  options->common.add_to(command);
  command
      .add_option(
          "--until", options->until,
          "How far every run goes, or auto: as the scenario says; when several are compared "
          "on until no rolling restart and no lack of a key is cut off")
      .type_name("TIME|auto")
      .show_default();
  options->comparison.add_to(command);
  command
      .add_option("--format", options->format,
                  "html: one page that needs nothing else; markdown: for a pull request; perfetto: "
                  "a trace for ui.perfetto.dev; vega-lite and csv: a folder of plots or tables")
      .one_of({"html", "markdown", "perfetto", "vega-lite", "csv"})
      .show_default();
  command
      .add_option("-o,--output", options->output,
                  "Write it to this file, or folder (default: to standard output)")
      .type_name("PATH");
}

}  // namespace spindrift::cli
