#include "analysis/review/verdict.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/duration_text.hpp"

namespace spindrift::review {
namespace {

using metrics::FleetMetric;

const std::string& name_of(const Comparison& comparison, std::size_t alternative) {
  return comparison.alternatives[alternative].name;
}

std::string mean_text(const statistics::ConfidenceInterval& interval, metrics::Unit unit) {
  if (interval.lower == interval.upper) return metrics::value_text(unit, interval.estimate);
  return fmt::format("{} [{}, {}]", metrics::value_text(unit, interval.estimate),
                     metrics::value_text(unit, interval.lower),
                     metrics::value_text(unit, interval.upper));
}

/// Those that stand in a group with the best one.
std::vector<std::string> equals_of_best(const Comparison& comparison,
                                        const MetricRanking& ranking) {
  const std::size_t best = ranking.standings.front().alternative;
  std::vector<std::string> names;
  for (const statistics::Standing& standing : ranking.standings) {
    const std::size_t other = standing.alternative;
    if (other == best) continue;
    const bool alike = std::ranges::any_of(ranking.groups, [&](const auto& group) {
      return std::ranges::find(group, best) != group.end() &&
             std::ranges::find(group, other) != group.end();
    });
    if (alike) names.push_back(name_of(comparison, other));
  }
  return names;
}

std::string verdict_by_metric(const Comparison& comparison) {
  const MetricRanking& ranking = comparison.rankings.front();
  const auto& info = metrics::info(ranking.metric);
  const statistics::Standing& best = ranking.standings.front();
  std::string text =
      fmt::format("By {}, {} is best: {}", info.name, name_of(comparison, best.alternative),
                  mean_text(best.mean, info.unit));
  if (best.alternative != 0) {
    const MetricSummary& baseline = comparison.alternatives.front().metrics.front();
    text += fmt::format(", where {} has {}", name_of(comparison, 0),
                        mean_text(baseline.mean, info.unit));
  }
  const auto equals = equals_of_best(comparison, ranking);
  if (!equals.empty()) text += fmt::format("; it cannot be told apart from {}", listed(equals));
  return text + ".";
}

std::string limit_text(const ObjectiveStanding& standing, const Comparison& comparison) {
  for (std::size_t place = 0; place < standing.limits.size(); ++place) {
    const LimitRecord& record = standing.limits[place];
    if (record.broken == 0) continue;
    const Limit& limit = comparison.objective->limits[place];
    return fmt::format("{} is broken in {} of {} replications, by up to {}", to_text(limit),
                       record.broken, comparison.replications.count,
                       metrics::value_text(metrics::info(limit.metric).unit, record.worst));
  }
  return "";
}

std::string verdict_by_objective(const Comparison& comparison) {
  const ObjectiveStanding& best = comparison.by_objective.front();
  if (!best.admitted) {
    return fmt::format("No alternative holds \"{}\" in every replication; {} comes nearest: {}.",
                       comparison.objective->text, name_of(comparison, best.alternative),
                       limit_text(best, comparison));
  }
  std::string text = fmt::format("{} is best by \"{}\"", name_of(comparison, best.alternative),
                                 comparison.objective->text);
  if (!best.limits.empty()) {
    double share = 0;
    for (const LimitRecord& record : best.limits) {
      share = std::max(share, record.broken_share_at_most);
    }
    text += fmt::format(
        ": it held every limit in all {} replications (each is broken in at most {:.1f} % of "
        "cases, with {:.0f} % confidence)",
        comparison.replications.count, 100 * share, 100 * comparison.level);
  }
  if (comparison.by_objective.size() > 1 && comparison.by_objective[1].admitted) {
    const std::string& next = name_of(comparison, comparison.by_objective[1].alternative);
    text += best.clearly_before_next ? fmt::format("; next comes {}", next)
                                     : fmt::format("; it cannot be told apart from {}", next);
  } else if (comparison.by_objective.size() > 1) {
    text += "; no other holds every limit";
  }
  return text + ".";
}

bool changes_nothing(const Alternative& alternative, const Alternative& baseline) {
  return alternative.replications == baseline.replications;
}

std::vector<std::string> without_effect(const Comparison& comparison) {
  std::vector<std::string> names;
  for (std::size_t place = 1; place < comparison.alternatives.size(); ++place) {
    const Alternative& each = comparison.alternatives[place];
    if (changes_nothing(each, comparison.alternatives.front())) names.push_back(each.name);
  }
  return names;
}

/// Metrics in which an alternative is clearly worse than the baseline: its price.
std::string price_of(const Comparison& comparison, const Alternative& alternative) {
  std::vector<std::string> prices;
  for (std::size_t place = 0; place < comparison.metrics.size(); ++place) {
    const MetricSummary& summary = alternative.metrics[place];
    if (summary.against_baseline != AgainstBaseline::worse) continue;
    const auto& info = metrics::info(comparison.metrics[place]);
    const double difference = summary.difference.estimate;
    prices.push_back(fmt::format("{} {}{}", info.name, difference > 0 ? "+" : "",
                                 metrics::value_text(info.unit, difference)));
  }
  return listed(prices);
}

/// Alternatives that take less than a tenth off what the baseline has of the metric that decides,
/// or nothing: in figures.
std::vector<std::string> weak_ones(const Comparison& comparison) {
  constexpr double little = 0.1;
  const FleetMetric metric = comparison.metrics.front();
  const auto& info = metrics::info(metric);
  const double before = comparison.alternatives.front().metrics.front().mean.estimate;
  std::vector<std::string> sentences;
  for (std::size_t place = 1; place < comparison.alternatives.size(); ++place) {
    const Alternative& each = comparison.alternatives[place];
    const double after = each.metrics.front().mean.estimate;
    if (before <= 0 || changes_nothing(each, comparison.alternatives.front())) continue;
    const double change = (after - before) / before;
    if (change <= -little) continue;
    const AgainstBaseline relation = each.metrics.front().against_baseline;
    const std::string how = relation == AgainstBaseline::cannot_tell_apart ? "not told apart"
                            : relation == AgainstBaseline::same_in_every_replication
                                ? "the same in every replication"
                                : fmt::format("{:+.1f} %", 100 * change);
    sentences.push_back(fmt::format("{} is no remedy: {} {} instead of {} ({}).", each.name,
                                    info.name, metrics::value_text(info.unit, after),
                                    metrics::value_text(info.unit, before), how));
  }
  return sentences;
}

/// How much of the metric that decides each remedy leaves, where it leaves any: "9.6 % under a".
std::string what_remains(const Comparison& comparison) {
  constexpr double little = 0.1;  // less taken off than this is no remedy
  constexpr double shown = 0.001;
  const double before = comparison.alternatives.front().metrics.front().mean.estimate;
  std::vector<std::string> parts;
  for (std::size_t place = 1; before > 0 && place < comparison.alternatives.size(); ++place) {
    const Alternative& each = comparison.alternatives[place];
    const double share = each.metrics.front().mean.estimate / before;
    if (share <= 0 || share >= 1 - little) continue;
    const std::string amount = share < shown ? "less than 0.1" : fmt::format("{:.1f}", 100 * share);
    parts.push_back(fmt::format("{} % under {}", amount, each.name));
  }
  if (parts.empty()) return "";
  return fmt::format("What remains of {}: {}.", metrics::info(comparison.metrics.front()).name,
                     listed(parts));
}

}  // namespace

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t place = 0; place < names.size(); ++place) {
    if (place > 0) text += place + 1 == names.size() ? " and " : ", ";
    text += names[place];
  }
  return text;
}

std::string verdict_of(const Comparison& comparison) {
  return comparison.objective ? verdict_by_objective(comparison) : verdict_by_metric(comparison);
}

std::vector<std::string> remarks_on(const Comparison& comparison) {
  std::vector<std::string> remarks;
  const auto idle = without_effect(comparison);
  if (!idle.empty()) {
    remarks.push_back(
        fmt::format("{} {} nothing here: every metric is the same in every replication.",
                    listed(idle), idle.size() == 1 ? "changes" : "change"));
  }
  if (std::string remains = what_remains(comparison); !remains.empty()) {
    remarks.push_back(std::move(remains));
  }
  for (std::string& sentence : weak_ones(comparison)) remarks.push_back(std::move(sentence));
  for (std::size_t place = 1; place < comparison.alternatives.size(); ++place) {
    const Alternative& each = comparison.alternatives[place];
    const std::string price = price_of(comparison, each);
    if (!price.empty()) remarks.push_back(fmt::format("The price of {}: {}.", each.name, price));
  }
  for (const Alternative& each : comparison.alternatives) {
    if (each.cut_off == 0) continue;
    remarks.push_back(
        fmt::format("{} is cut off at {} in {} of {} replications: a rolling restart is not "
                    "complete, or a cluster still lacks a key, and what that adds is not counted.",
                    each.name, scenario::to_text(comparison.horizon.until), each.cut_off,
                    comparison.replications.count));
  }
  if (!comparison.replications.precision_reached) {
    remarks.push_back(fmt::format("{} replications did not reach the wished precision of {:.1f} %.",
                                  comparison.replications.count,
                                  100 * comparison.replications.relative_half_width));
  }
  if (comparison.luck.size() == 1) {
    remarks.emplace_back(
        "The scenario names nothing as random (`vary`, `late_by`): the intervals show only the "
        "luck "
        "of connections and agents, not what is not known of the fleet.");
  }
  return remarks;
}

}  // namespace spindrift::review
