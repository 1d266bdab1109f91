#include <algorithm>

#include <fmt/format.h>

#include "analysis/fidelity/spread.hpp"

namespace spindrift::analysis {
namespace {

std::string moment(history::Time at) {
  if (at == kernel::never) return "never";
  return fmt::format("{:.3f}", kernel::in_seconds(at));
}

std::string line(const TransitionSpread& each) {
  return fmt::format("    {:<18} {:<8} {:<26} {:>10}  {:>10} .. {:<10}{}{}\n", each.category,
                     each.subject, each.what, moment(each.recorded), moment(each.low),
                     moment(each.high), each.luck.empty() ? "" : "  ", each.luck);
}

std::string list(const std::string& title, const std::vector<const TransitionSpread*>& these) {
  if (these.empty()) return {};
  std::string text = "  " + title + ":\n";
  for (const TransitionSpread* const each : these) text += line(*each);
  return text;
}

}  // namespace

std::string to_text(const std::vector<TransitionSpread>& transitions, std::size_t seeds) {
  std::size_t recorded = 0;
  std::size_t within = 0;
  std::vector<const TransitionSpread*> outside;
  std::vector<const TransitionSpread*> wide;
  std::vector<const TransitionSpread*> unexplained;
  for (const TransitionSpread& each : transitions) {
    const bool counts = each.recorded != kernel::never;
    if (counts) ++recorded;
    if (counts && each.is_within()) ++within;
    if (!each.is_within()) outside.push_back(&each);
    if (each.is_wide()) (each.luck.empty() ? unexplained : wide).push_back(&each);
  }
  std::string text = fmt::format(
      "  {} seeds: {} of {} recorded times ({:.1f} %) lie within the 1-99 % range, widened by 1 "
      "s\n",
      seeds, within, recorded, 100 * share_within(transitions));
  text += list("outside (recorded, range)", outside);
  text += list("ranges wider than 2 s, and the draw that makes them so", wide);
  text += list("ranges wider than 2 s without a draw in their causes", unexplained);
  return text;
}

}  // namespace spindrift::analysis
