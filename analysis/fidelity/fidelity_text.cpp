#include <algorithm>

#include <fmt/format.h>

#include "analysis/fidelity/fidelity.hpp"
#include "analysis/fidelity/first_difference.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::analysis {
namespace {

using history::History;

constexpr std::size_t shown_max = 8;  // differences of one subject

std::string moment(const std::optional<history::Time>& at) {
  return at ? fmt::format("{:.3f}", kernel::in_seconds(*at)) : "-";
}

std::string row(const std::string& name, const std::vector<SubjectMatch>& matches) {
  std::size_t matched = 0;
  std::size_t missing = 0;
  std::size_t spurious = 0;
  std::size_t out_of_order = 0;
  for (const SubjectMatch& each : matches) {
    matched += each.matched.size();
    missing += each.missing.size();
    spurious += each.spurious.size();
    out_of_order += each.out_of_order();
  }
  const auto error = [&](double share) {
    return kernel::in_seconds(error_quantile(matches, share));
  };
  return fmt::format("  {:<32} {:>8} {:>8} {:>9} {:>9} {:>8.3f} {:>8.3f} {:>8.3f}\n", name, matched,
                     missing, spurious, out_of_order, error(0.5), error(0.95), error(1.0));
}

std::string differences(const SubjectMatch& match) {
  std::string text;
  std::size_t shown = 0;
  const auto show = [&](const std::string& line) {
    if (++shown <= shown_max) text += line;
  };
  for (const Happening& each : match.missing) {
    show(fmt::format("      missing       {:>10}  {}\n", moment(each.at), each.what));
  }
  for (const Happening& each : match.spurious) {
    show(fmt::format("      spurious      {:>10}  {}\n", moment(each.at), each.what));
  }
  for (const MatchedHappening& each : match.matched) {
    if (each.in_order) continue;
    show(fmt::format("      out of order  {:>10}  {} (predicted {})\n", moment(each.recorded.at),
                     each.recorded.what, moment(each.predicted.at)));
  }
  if (shown > shown_max) text += fmt::format("      and {} more\n", shown - shown_max);
  return text;
}

std::string categories_text(const Fidelity& fidelity) {
  std::string text =
      fmt::format("  {:<32} {:>8} {:>8} {:>9} {:>9} {:>8} {:>8} {:>8}\n", "", "matched", "missing",
                  "spurious", "disorder", "median", "p95", "max s");
  for (const FidelityCategory& category : fidelity.categories) {
    text += row(category.name, category.matches);
    const bool by_key = category.subject == "key";
    for (const SubjectMatch& match : category.matches) {
      // Every single key would be too much; one with a difference is not.
      if (!by_key || !match.holds()) text += row("  " + match.subject, {match});
      if (!match.holds()) text += differences(match);
    }
  }
  return text;
}

std::string calls_text(const Fidelity& fidelity, const history::Topology& topology) {
  if (fidelity.kms_calls.empty()) return {};
  std::string text = "  KMS calls, counted                recorded predicted\n";
  for (const CallComparison& count : fidelity.kms_calls) {
    text +=
        fmt::format("    {:<31} {:>8} {:>9}{}\n", topology.at(count.server).name + ' ' + count.call,
                    count.recorded, count.predicted, count.holds() ? "" : "  differs");
  }
  return text;
}

std::string deafness_text(const Fidelity& fidelity, const history::Topology& topology) {
  std::string text;
  const auto ends = [](const std::optional<DeafInterval>& interval) {
    if (!interval) return std::string{"never"};
    return moment(interval->from) + " to " +
           (interval->until ? moment(interval->until) : std::string{"the end"});
  };
  for (const DeafMatch& match : fidelity.deafness) {
    text +=
        fmt::format("  deaf: {:<6} recorded {}, predicted {}{}\n", topology.at(match.cluster).name,
                    ends(match.recorded), ends(match.predicted), match.agrees ? "" : "  differs");
  }
  return text;
}

std::string verdicts_text(const Fidelity& fidelity, const history::Topology& topology) {
  if (fidelity.verdicts.empty()) return {};
  const VerdictCount count = fidelity.verdict_count();
  std::string text =
      fmt::format("  verdicts: {} of {} agree; within one agent sync of a transition {} of {}\n",
                  count.agreed, count.judged, count.near_agreed, count.near_transitions);
  std::size_t shown = 0;
  for (const VerdictSample& sample : fidelity.verdicts) {
    if (sample.agrees() || sample.is_near_transition || ++shown > shown_max) continue;
    text += fmt::format("      {:>10}  {} to {}: recorded {} {}, predicted {} {}\n",
                        moment(sample.at), topology.at(sample.signer).name,
                        topology.at(sample.verifier).name, to_string(topology, sample.recorded_key),
                        sample.recorded_accepted ? "accepted" : "refused",
                        to_string(topology, sample.predicted_key),
                        sample.predicted_accepted ? "accepted" : "refused");
  }
  return text;
}

std::string chain_text(const History& history, const std::vector<history::EventId>& causes) {
  std::string text;
  for (const history::EventId id : causes) {
    text += "      " + event_text(history.topology, history.events.at(number(id) - 1)) + '\n';
  }
  return text.empty() ? "      nothing\n" : text;
}

}  // namespace

std::string to_text(const Fidelity& fidelity, const History& recorded, const History& predicted) {
  const history::Topology& topology = recorded.topology;
  std::string text = fidelity.name + (fidelity.holds() ? ": agrees\n" : ": differs\n");
  text += categories_text(fidelity) + calls_text(fidelity, topology) +
          deafness_text(fidelity, topology) + verdicts_text(fidelity, topology);
  if (const auto& first = fidelity.first_difference) {
    text += fmt::format("  first difference at {} s: {}, {}, {}\n", moment(first->at),
                        first->category, first->subject, first->what);
    text += "    recorded:\n" + chain_text(recorded, first->recorded_causes);
    text += "    predicted:\n" + chain_text(predicted, first->predicted_causes);
  }
  return text;
}

}  // namespace spindrift::analysis
