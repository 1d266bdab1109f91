#include <algorithm>
#include <fstream>
#include <map>
#include <thread>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/fidelity/drawn_differences.hpp"
#include "analysis/fidelity/fidelity.hpp"
#include "analysis/fidelity/typical_prediction.hpp"
#include "sim/history/digest.hpp"
#include "sim/history/recording/key_book.hpp"
#include "sim/history/recording/recorded_history.hpp"
#include "sim/model/simulation.hpp"
#include "sim/scenario/recorded/recorded_deployment.hpp"
#include "tests/recording/temporary_recording.hpp"

namespace spindrift::analysis {
namespace {

const std::string folder = std::string{SPINDRIFT_SOURCE_DIR} + "/tests/recordings/";

/// How well one kind of happening is predicted.
struct Figures {
  std::size_t matched = 0;
  std::size_t missing = 0;
  std::size_t spurious = 0;
  std::size_t out_of_order = 0;
  double error_95 = 0;

  [[nodiscard]] bool is_worse_than(const Figures& known) const {
    constexpr double tolerance = 0.05;  // s; changes of the model that nobody would call worse
    return matched < known.matched || missing > known.missing || spurious > known.spurious ||
           out_of_order > known.out_of_order || error_95 > known.error_95 + tolerance;
  }
};

using ByCategory = std::map<std::string, Figures>;

std::map<std::string, ByCategory> known_figures() {
  std::map<std::string, ByCategory> all;
  std::ifstream stream{folder + "fidelity.jsonl"};
  for (std::string line; std::getline(stream, line);) {
    const auto row = nlohmann::json::parse(line);
    all[row.at("recording")][row.at("category")] = {row.at("matched"), row.at("missing"),
                                                    row.at("spurious"), row.at("out_of_order"),
                                                    row.at("error_95_s")};
  }
  return all;
}

std::string line_of(const std::string& recording, const std::string& category,
                    const Figures& figures) {
  return fmt::format(
      R"({{"recording": "{}", "category": "{}", "matched": {}, "missing": {}, "spurious": {}, )"
      R"("out_of_order": {}, "error_95_s": {:.3f}}})",
      recording, category, figures.matched, figures.missing, figures.spurious, figures.out_of_order,
      figures.error_95);
}

ByCategory figures_of(const Fidelity& fidelity) {
  ByCategory figures;
  for (const FidelityCategory& each : fidelity.categories) {
    const history::Duration error = error_quantile(each.matches, 0.95);
    figures[each.name] = {each.matched(), each.missing(), each.spurious(), each.out_of_order(),
                          kernel::in_seconds(error)};
  }
  // Whole things that agree or do not: a share of them has no order and no time.
  Figures deaf;
  for (const DeafMatch& each : fidelity.deafness) ++(each.agrees ? deaf.matched : deaf.missing);
  if (!fidelity.deafness.empty()) figures["deafness"] = deaf;
  const VerdictCount verdicts = fidelity.verdict_count();
  if (verdicts.judged > 0) {
    figures["verdicts"] = {verdicts.agreed, verdicts.judged - verdicts.agreed, 0, 0, 0};
  }
  Figures calls;
  for (const CallComparison& each : fidelity.kms_calls)
    ++(each.holds() ? calls.matched : calls.missing);
  if (!fidelity.kms_calls.empty()) figures["KMS call counts"] = calls;
  return figures;
}

/// After a change for the better: SPINDRIFT_REWRITE_GOLDEN=1 writes the figures down anew.
void rewrite(const std::map<std::string, ByCategory>& found) {
  std::ofstream stream{folder + "fidelity.jsonl"};
  for (const auto& [recording, categories] : found) {
    for (const auto& [category, figures] : categories) {
      stream << line_of(recording, category, figures) << '\n';
    }
  }
}

history::History predict(const model::Deployment& deployment, std::uint64_t seed) {
  history::History predicted;
  history::HistoryBuilder builder{predicted};
  static_cast<void>(model::run(deployment, seed, {}, builder));
  return predicted;
}

/// What `replay` predicts: the most typical of the usual draws.
history::History prediction_of(const history::RecordedInputs& inputs) {
  const model::Deployment deployment = scenario::deployment_of(inputs);
  const auto draw = [&](std::uint64_t seed) { return predict(deployment, seed); };
  return draw(
      most_typical_seed(usual_draws, std::max(1U, std::thread::hardware_concurrency()), draw));
}

TEST_CASE("no recording is predicted worse than it was") {
  const auto known = known_figures();
  REQUIRE(known.size() == 20);
  std::map<std::string, ByCategory> all;
  for (const auto& [name, expected] : known) {
    const history::Recording recording = history::read_recording(folder + name);
    const history::History recorded = history::history_of(recording);
    ByCategory found = figures_of(compare_histories(recorded, prediction_of(recording.inputs)));
    for (const auto& [category, figures] : expected) {
      INFO("is now " << line_of(name, category, found[category]));
      CHECK_FALSE(found[category].is_worse_than(figures));
    }
    for (const auto& [category, figures] : found) {
      INFO("is not written down: " << line_of(name, category, figures));
      CHECK(expected.contains(category));
    }
    all[name] = std::move(found);
  }
  if (std::getenv("SPINDRIFT_REWRITE_GOLDEN") != nullptr) rewrite(all);
}

TEST_CASE("life differs from a prediction by no more than the model's own draws do") {
  for (const auto& [name, figures] : known_figures()) {
    const history::Recording recording = history::read_recording(folder + name);
    const model::Deployment typical = scenario::deployment_of(recording.inputs);
    const model::Deployment drawn =
        scenario::deployment_of(recording.inputs, scenario::MachineTimes::drawn);
    DrawnDifferences differences{history::history_of(recording), predict(typical, 1)};
    for (std::uint64_t seed = 1; seed <= 50; ++seed) differences.add(predict(drawn, seed));
    INFO(name << to_text(differences));
    CHECK(differences.are_explained_by_luck());
  }
}

TEST_CASE("every key and root of every recording is known by its maker") {
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    if (!entry.is_directory()) continue;
    INFO(entry.path());
    CHECK(history::KeyBook{history::read_recording(entry.path())}.unknown().empty());
  }
}

/// A fingerprint of what is predicted from that folder.
std::string digest_of(const std::filesystem::path& recording) {
  history::Digest digest;
  const history::RecordedInputs inputs = history::read_recorded_inputs(recording);
  static_cast<void>(model::run(scenario::deployment_of(inputs), 1, {}, digest));
  return digest.hex();
}

TEST_CASE("a prediction needs nothing of what the servers did by themselves") {
  const history::TemporaryRecording bare;
  for (const auto& [name, figures] : known_figures()) {
    INFO(name);
    std::ifstream plan{folder + name + "/plan.json"};
    bare.write("plan.json", std::string{std::istreambuf_iterator<char>{plan}, {}});
    // Starts, health and actions, and ends that the next start or an action of the plan explains.
    std::map<std::string, std::string> last_action;
    std::string kept;
    std::ifstream processes{folder + name + "/processes.jsonl"};
    for (std::string line; std::getline(processes, line);) {
      const auto row = nlohmann::json::parse(line);
      const std::string who = row.value("who", "");
      const std::string event = row.at("ev");
      if (event == "action") last_action[who] = row.at("do");
      if (event == "spawned") last_action.erase(who);
      const bool is_agent = who.find('/') == who.npos;
      const bool by_itself = event == "ended" && !is_agent && !last_action.contains(who);
      if (!by_itself && event != "unhealthy") kept += line + '\n';
    }
    bare.write("processes.jsonl", kept);
    CHECK(digest_of(bare.folder()) == digest_of(folder + name));
  }
}

}  // namespace
}  // namespace spindrift::analysis
