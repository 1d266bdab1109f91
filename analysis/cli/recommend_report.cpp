#include "analysis/cli/recommend_report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/cli/compare_report.hpp"
#include "analysis/cli/table.hpp"
#include "sim/scenario/duration_text.hpp"

namespace spindrift::cli {
namespace {

using review::Alternative;
using review::Comparison;
using review::Recommendation;
using review::SearchRound;
using Verdict = statistics::RaceResult::Verdict;

std::string_view text_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::confirmed:
      return "confirmed";
    case Verdict::cannot_tell_apart:
      return "best so far, another may be better";
    case Verdict::nobody_admitted:
      return "nobody known to hold the limits";
    case Verdict::everybody_breaks_constraint:
      return "every candidate breaks a limit";
  }
  return "";
}

std::string round_text(const SearchRound& round) {
  const std::string cut =
      round.cut_off == 0 ? "" : fmt::format(", {} without an end", round.cut_off);
  return fmt::format(
      "  {}: {} candidates ({} contradictory ones left out), {} the same as a simpler one, {} "
      "break "
      "a limit{}, {} beaten; {} runs; {}{}\n",
      round.what, round.candidates, round.contradictory, round.same_as_simpler, round.breaking, cut,
      round.beaten, round.runs, round.winner.empty() ? "" : round.winner + ": ",
      text_of(round.verdict));
}

/// An alternative beside the scenario as it is, metric by metric.
std::string beside_baseline(const Comparison& comparison, std::size_t place) {
  const Alternative& chosen = comparison.alternatives[place];
  const Alternative& baseline = comparison.alternatives.front();
  Table table{{{"", Table::Align::left},
               {baseline.name, Table::Align::right},
               {"recommended", Table::Align::right},
               {"difference", Table::Align::right}}};
  for (std::size_t metric = 0; metric < comparison.metrics.size(); ++metric) {
    const auto& info = metrics::info(comparison.metrics[metric]);
    table.add({std::string{info.name}, interval_text(baseline.metrics[metric].mean, info.unit),
               interval_text(chosen.metrics[metric].mean, info.unit),
               interval_text(chosen.metrics[metric].difference, info.unit)});
  }
  return table.text();
}

std::string next_best_text(const Recommendation& found) {
  if (!found.next_best) return "Next best: no other finalist holds every limit.\n";
  const Comparison& finals = found.finals;
  const Alternative& next = finals.alternatives[*found.next_best];
  const Alternative& chosen = finals.alternatives[*found.chosen];
  std::string text = fmt::format("Next best: {}", next.name);
  for (std::size_t place = 0; place < finals.metrics.size(); ++place) {
    const auto& info = metrics::info(finals.metrics[place]);
    const double difference =
        next.metrics[place].mean.estimate - chosen.metrics[place].mean.estimate;
    if (difference == 0) continue;
    text += fmt::format("; {} {}{}", info.name, difference > 0 ? "+" : "",
                        metrics::value_text(info.unit, difference));
  }
  return text + ".\n";
}

std::string later_text(const review::LaterBreak& found) {
  const auto unit = metrics::info(found.limit.metric).unit;
  return fmt::format(
      "\nNot for good: {} holds as far as the runs go and is broken by {}: {}, and {} as it is. "
      "Servers go on making keys whatever the plan.\n",
      to_text(found.limit), scenario::to_text(found.until), metrics::value_text(unit, found.worst),
      metrics::value_text(unit, found.worst_as_it_is));
}

std::string chosen_text(const Recommendation& found, const Console& console) {
  const Alternative& chosen = found.finals.alternatives[*found.chosen];
  std::string text = console.bold("Recommended: " + chosen.name) + '\n';
  if (!chosen.summary.empty()) text += chosen.summary + '\n';
  text += found.finals.verdict + "\n\nWhat to change:\n";
  for (const review::ChangedSetting& change : found.changes) {
    text += fmt::format("  {}: {}{}\n", change.pointer, change.after,
                        change.before.empty() ? "" : fmt::format(" (was {})", change.before));
  }
  if (found.changes.empty()) text += "  nothing\n";
  text += "\nThe plan:\n";
  for (const std::string& line : found.plan) text += "  " + line + '\n';
  for (const review::LaterBreak& each : found.later_breaks) text += later_text(each);
  text += "\nWhat it costs and brings:\n" + beside_baseline(found.finals, *found.chosen) + '\n';
  return text + next_best_text(found);
}

}  // namespace

std::string recommendation_as_text(const Recommendation& found, const Console& console) {
  std::string text;
  if (found.chosen) {
    text += chosen_text(found, console);
  } else {
    text += console.alarming("No recommendation. ") + found.finals.verdict + '\n';
  }
  text += '\n' + horizon_text(found.finals.horizon) + '\n';
  text += fmt::format("Searched by racing, {} runs:\n", found.runs);
  for (const SearchRound& round : found.rounds) text += round_text(round);
  return text;
}

nlohmann::ordered_json recommendation_as_json(const Recommendation& found) {
  using Json = nlohmann::ordered_json;
  const auto name = [&](const std::optional<std::size_t>& place) {
    return place ? Json(found.finals.alternatives[*place].name) : Json();
  };
  Json rounds = Json::array();
  for (const SearchRound& round : found.rounds) {
    rounds.push_back({{"what", round.what},
                      {"candidates", round.candidates},
                      {"contradictory", round.contradictory},
                      {"same_as_simpler", round.same_as_simpler},
                      {"cut_off", round.cut_off},
                      {"breaking", round.breaking},
                      {"beaten", round.beaten},
                      {"runs", round.runs},
                      {"winner", round.winner},
                      {"verdict", text_of(round.verdict)}});
  }
  Json changes = Json::array();
  for (const review::ChangedSetting& change : found.changes) {
    changes.push_back(
        {{"pointer", change.pointer}, {"before", change.before}, {"after", change.after}});
  }
  Json later = Json::array();
  for (const review::LaterBreak& each : found.later_breaks) {
    later.push_back({{"limit", to_text(each.limit)},
                     {"until", scenario::to_text(each.until)},
                     {"worst", each.worst},
                     {"worst_as_it_is", each.worst_as_it_is}});
  }
  return {{"recommended", name(found.chosen)},
          {"next_best", name(found.next_best)},
          {"confirmed", found.is_confirmed},
          {"changes", std::move(changes)},
          {"plan", found.plan},
          {"later_breaks", std::move(later)},
          {"runs", found.runs},
          {"rounds", std::move(rounds)},
          {"finals", comparison_as_json(found.finals)}};
}

}  // namespace spindrift::cli
