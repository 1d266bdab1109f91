#include <filesystem>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "analysis/cli/all_commands.hpp"
#include "analysis/cli/sweep_output.hpp"
#include "analysis/sweep/merge.hpp"

namespace spindrift::cli {
namespace {

struct MergeCommandOptions {
  std::string output;
  std::vector<std::filesystem::path> shards;
  std::string csv;
};

/// "12 of 300 cells are missing: 3, 11, 19, …", and the shards that they are of when all files are
/// shards of the same kind.
std::string missing_text(const sweep::Merged& merged,
                         const std::vector<std::filesystem::path>& files) {
  constexpr std::size_t shown_max = 20;
  std::string text =
      fmt::format("{} of {} cells are missing: ", merged.missing.size(), merged.identity.cells);
  for (std::size_t place = 0; place < merged.missing.size() && place < shown_max; ++place) {
    text += fmt::format("{}{}", place > 0 ? ", " : "", merged.missing[place]);
  }
  text += merged.missing.size() > shown_max ? ", …\n" : "\n";
  std::set<std::uint64_t> ways;
  for (const auto& file : files) {
    sweep::Database database{file, sweep::Database::Access::read};
    ways.insert(sweep::read_identity(database).shard.of);
  }
  if (ways.size() != 1 || *ways.begin() == 1) return text;
  std::set<std::uint64_t> numbers;
  for (const std::uint64_t cell : merged.missing) numbers.insert(cell % *ways.begin() + 1);
  text += "they are of shard";
  for (const std::uint64_t number : numbers) text += fmt::format(" {}/{}", number, *ways.begin());
  return text + '\n';
}

ExitCode run_merge(const MergeCommandOptions& options, const Console& console) {
  const sweep::Merged merged = sweep::merge(options.output, options.shards);
  if (!merged.is_whole()) {
    std::string text;
    for (const sweep::Contradiction& each : merged.contradictions) {
      text +=
          fmt::format("cell {} is not the same in {} and {}\n", each.cell, each.other, each.file);
    }
    if (!merged.missing.empty()) text += missing_text(merged, options.shards);
    console.result(text + "nothing was written\n");
    return ExitCode::does_not_hold;
  }
  std::string text = fmt::format("{}: all {} cells, of {} files\n", options.output, merged.cells,
                                 options.shards.size());
  if (merged.cells_with_error > 0) {
    text += fmt::format("{} cells could not run; the first one: {}\n", merged.cells_with_error,
                        merged.first_error);
  }
  tell_results(options.output, options.csv, text, console);
  return ExitCode::fine;
}

}  // namespace

void add_merge(Commands& commands) {
  const auto options = std::make_shared<MergeCommandOptions>();
  CommandOptions command =
      commands.add("merge", "Merge the shards of a sweep, and check that every cell is there, once",
                   "  All shards of a sweep that ran on three machines:\n"
                   "    spindrift merge results.sqlite results.shard-*-of-3.sqlite\n"
                   "  With all rows as text, for a spreadsheet:\n"
                   "    spindrift merge results.sqlite results.shard-*.sqlite --csv results.csv\n"
                   "\nExit code 1 tells that cells are missing, or not the same in two files, and "
                   "which; nothing\n"
                   "is written then. The bytes of what is written depend on the results alone.\n",
                   [options](const Console& console) {
                     return or_try_again([&] { return run_merge(*options, console); }, console);
                   });
  command.add_option("output", options->output, "The merged results")
      .required()
      .type_name("OUT.sqlite");
  command.add_option("shards", options->shards, "Results of shards")
      .required()
      .type_name("SHARD.sqlite…");
  command.add_option("--csv", options->csv, "Write all rows as text as well; - is standard output")
      .type_name("FILE");
}

}  // namespace spindrift::cli
