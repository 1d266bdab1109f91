#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/cli/all_commands.hpp"
#include "analysis/cli/replay_recording.hpp"
#include "analysis/cli/table.hpp"
#include "analysis/fidelity/predicted_tables.hpp"

namespace spindrift::cli {
namespace {

constexpr std::uint64_t seeds_max = 100'000;  // keeps a slip of the keyboard from running for days
constexpr std::uint64_t draws_max = 1'000;    // each is compared with each

/// One row a recording: what matters most, for all of them at a glance.
void add_row(Table& table, const Replayed& replayed) {
  const std::string& name = replayed.recording.inputs.plan.name;
  if (!replayed.fidelity)
    return table.add({name, "-", "-", "-", "-", "-", "-", "-", "inputs only"});
  std::size_t matched = 0;
  std::size_t missing = 0;
  std::size_t spurious = 0;
  std::size_t out_of_order = 0;
  for (const analysis::FidelityCategory& each : replayed.fidelity->categories) {
    matched += each.matched();
    missing += each.missing();
    spurious += each.spurious();
    out_of_order += each.out_of_order();
  }
  std::size_t deaf = 0;
  for (const auto& each : replayed.fidelity->deafness) deaf += each.agrees ? 1U : 0U;
  const analysis::VerdictCount verdicts = replayed.fidelity->verdict_count();
  table.add(
      {name, std::to_string(matched), std::to_string(missing), std::to_string(spurious),
       std::to_string(out_of_order), fmt::format("{}/{}", deaf, replayed.fidelity->deafness.size()),
       fmt::format("{}/{}", verdicts.agreed, verdicts.judged),
       replayed.seeds == 0 ? "-"
                           : fmt::format("{:.1f} %", 100 * analysis::share_within(replayed.spread)),
       replayed.holds() ? "holds" : "differs"});
}

void write_tables(const Replayed& replayed, const ReplayOptions& options) {
  std::filesystem::path folder = options.predict;
  if (options.folders.size() > 1) folder /= replayed.recording.inputs.plan.name;
  std::vector<analysis::VerdictQuestion> questions;
  // Where tokens were really tried, the same ones are asked about.
  const history::Topology& topology = replayed.predicted.topology;
  for (const history::VerdictRow& row : replayed.recording.verdicts) {
    const auto signer = topology.find_server(row.signer);
    const auto verifier = topology.find_observer("agent-" + row.verifier);
    if (signer == history::ServerId::none || verifier == history::ObserverId::none) continue;
    questions.push_back({row.at, signer, verifier});
  }
  const history::RecordedInputs& inputs = replayed.recording.inputs;
  if (questions.empty()) questions = analysis::planned_questions(inputs);
  analysis::write_predicted_tables(folder, inputs, replayed.predicted, questions);
}

ExitCode replay(const ReplayOptions& options, const Console& console) {
  Table table{{{"recording"},
               {"matched", Table::Align::right},
               {"missing", Table::Align::right},
               {"spurious", Table::Align::right},
               {"disorder", Table::Align::right},
               {"deafness", Table::Align::right},
               {"verdicts", Table::Align::right},
               {"in range", Table::Align::right},
               {""}}};
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  std::string details;
  bool holds = true;
  for (const std::string& folder : options.folders) {
    const Replayed replayed = replay_recording(folder, options, console);
    holds = holds && replayed.holds();
    if (!options.predict.empty()) write_tables(replayed, options);
    if (options.format == "json") {
      json.push_back(replay_as_json(replayed));
    } else {
      add_row(table, replayed);
      details += '\n' + replay_as_text(replayed);
    }
  }
  console.result(options.format == "json" ? json.dump(2) + '\n' : table.text() + details);
  return holds ? ExitCode::fine : ExitCode::does_not_hold;
}

}  // namespace

void add_replay(Commands& commands) {
  const auto options = std::make_shared<ReplayOptions>();
  CommandOptions command =
      commands.add("replay", "Predict recordings of real servers from their inputs, and compare",
                   "  How well are the servers of this recording predicted?\n"
                   "    spindrift replay tests/recordings/deaf-region-1.10.4\n"
                   "  Where luck enters, compare with a distribution:\n"
                   "    spindrift replay tests/recordings/upstream-down-1.10.4 --seeds 200\n"
                   "  Write the prediction as tables, to compare with other tools:\n"
                   "    spindrift replay tests/recordings/prune-1.10.4 --predict predicted\n",
                   [options](const Console& console) { return replay(*options, console); });
  command
      .add_option("recording", options->folders,
                  "Folders with plan.json, processes.jsonl and what was observed")
      .required();
  command.add_option("--format", options->format, "text, or json for programs")
      .one_of({"text", "json"})
      .show_default();
  command
      .add_option("--predict", options->predict,
                  "Write the prediction here, as a recording's tables; a folder for each recording "
                  "when there are several")
      .type_name("DIR");
  command.add_option("--seed", options->seed,
                     "Of the prediction that is compared, instead of the most typical one");
  command
      .add_option("--draws", options->draws,
                  "Of so many predictions the most typical one is compared: the one that differs "
                  "least from the others; nothing observed enters")
      .between(std::uint64_t{1}, draws_max)
      .show_default();
  command.add_option("--jobs", options->jobs, "Runs at the same time")
      .type_name("N")
      .between(1U, 1024U)
      .show_default();
  command
      .add_option("--seeds", options->seeds,
                  "Judge the range of each transition over this many seeds instead")
      .between(std::uint64_t{0}, seeds_max);
}

}  // namespace spindrift::cli
