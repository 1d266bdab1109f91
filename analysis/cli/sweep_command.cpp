#include <algorithm>
#include <filesystem>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "analysis/cli/all_commands.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/scenario_files.hpp"
#include "analysis/cli/sweep_output.hpp"
#include "analysis/cli/sweep_progress.hpp"
#include "analysis/sweep/database.hpp"
#include "analysis/sweep/sweep.hpp"

namespace spindrift::cli {
namespace {

namespace fs = std::filesystem;

struct SweepCommandOptions {
  std::string plan;
  std::string output;
  std::string csv;
  std::string shard = "1/1";
  unsigned int threads = std::max(1U, std::thread::hardware_concurrency());
};

/// Paths in a plan count from its folder; everything else is a name.
sweep::Finder finder_for(const ScenarioFiles& files, const fs::path& plan) {
  const auto beside = [folder = plan.parent_path()](const std::string& name) {
    const fs::path path = folder / name;
    std::error_code error;
    return fs::is_regular_file(path, error) ? path.string() : std::string{};
  };
  sweep::Finder finder;
  finder.scenario = [&files, beside](const std::string& name) {
    const std::string path = beside(name);
    return path.empty() ? files.scenario(name) : path;
  };
  finder.strategy = [&files, beside](const std::string& name) {
    const std::string path = beside(name);
    return path.empty() ? files.strategy(name) : path;
  };
  return finder;
}

std::string as_text(const sweep::SweepSummary& summary) {
  const std::string file = summary.file.string();
  std::string text = summary.was_there
                         ? fmt::format("{}: all {} cells were there already\n", file, summary.cells)
                         : fmt::format("{}: {} cells, written by {} processes\n", file,
                                       summary.cells, summary.sessions.size());
  if (summary.cells_with_error > 0) {
    text += fmt::format("{} cells could not run; the first one: {}\n", summary.cells_with_error,
                        summary.first_error);
  }
  return text;
}

ExitCode run_sweep(const SweepCommandOptions& options, const Console& console) {
  const ScenarioFiles files;
  const sweep::LoadedPlan loaded = sweep::load_plan(options.plan, finder_for(files, options.plan));
  if (const auto* const problems = std::get_if<scenario::Problems>(&loaded)) {
    for (const scenario::Problem& problem : *problems) console.talk(to_string(problem) + '\n');
    return ExitCode::cannot;
  }
  const auto& plan = std::get<sweep::Plan>(loaded);
  SweepProgressLine line{console, plan.name};
  sweep::SweepOptions how;
  how.output =
      options.output.empty() ? fs::path{options.plan}.stem().string() + ".sqlite" : options.output;
  how.program = program_name();
  how.shard = *sweep::parse_shard(options.shard);
  how.threads = options.threads;
  how.check = throw_if_interrupted;
  how.progress = [&](const sweep::SweepProgress& progress) { line.show(progress); };
  const sweep::SweepSummary summary = sweep::sweep(plan, how);
  line.erase();
  tell_results(summary.file, options.csv, as_text(summary), console);
  return summary.cells_with_error > 0 ? ExitCode::does_not_hold : ExitCode::fine;
}

}  // namespace

void add_sweep(Commands& commands) {
  const auto options = std::make_shared<SweepCommandOptions>();
  CommandOptions command = commands.add(
      "sweep", "Run a scenario many times, as a plan says, into one SQLite file",
      "  All cores; a second call goes on where the first one was ended, in whatever way:\n"
      "    spindrift sweep scenarios/sweeps/ttl-and-strategies.json --output results.sqlite\n"
      "  A third of the cells, for one of three machines, then all together:\n"
      "    spindrift sweep ttl-and-strategies.json --output results.sqlite --shard 1/3\n"
      "    spindrift merge results.sqlite results.shard-*-of-3.sqlite\n"
      "  Look at it:\n"
      "    sqlite3 results.sqlite .schema 'SELECT * FROM results LIMIT 5'\n"
      "\nExit code 75 means that the same command will do later: the disk is full, another "
      "process\n"
      "works on the file, or it was interrupted. What is done by then is kept.\n",
      [options](const Console& console) {
        return or_try_again([&] { return run_sweep(*options, console); }, console);
      });
  command.add_option("plan", options->plan, "Path of a plan").required().type_name("PLAN.json");
  command
      .add_option("--output", options->output,
                  "Results; a shard's own file is named after it (default: the plan's name)")
      .type_name("FILE");
  command.add_option("--csv", options->csv, "Write all rows as text as well; - is standard output")
      .type_name("FILE");
  command.add_option("--shard", options->shard, "Run every N-th cell only, from the I-th on")
      .type_name("I/N")
      .check([](const std::string& text) {
        return sweep::parse_shard(text) ? std::string{}
                                        : "expected I/N with I from 1 to N, such as 1/8";
      });
  command.add_option("--threads", options->threads, "Cells to run at the same time")
      .type_name("N")
      .between(1U, 1024U)
      .show_default();
}

}  // namespace spindrift::cli
