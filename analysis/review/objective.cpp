#include "analysis/review/objective.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

#include "sim/history/nearest_name.hpp"
#include "sim/scenario/duration_text.hpp"

namespace spindrift::review {
namespace {

using metrics::FleetMetric;
using metrics::Unit;

/// What people say for a metric.
struct Nickname {
  std::string_view word;
  FleetMetric metric;
};
constexpr std::array nicknames{
    Nickname{"failed_tokens", FleetMetric::failed_verifications},
    Nickname{"failures", FleetMetric::failed_verifications},
    Nickname{"outage", FleetMetric::longest_outage},
    Nickname{"deafness", FleetMetric::deaf_cluster_seconds},
    Nickname{"recovery", FleetMetric::recovery_time},
    Nickname{"detection", FleetMetric::time_to_detect},
    Nickname{"keys", FleetMetric::keys_at_most},
    Nickname{"jwks_keys", FleetMetric::jwks_keys_at_most},
    Nickname{"new_keys", FleetMetric::keys_made},
    Nickname{"kms_keys", FleetMetric::kms_keys_created},
    Nickname{"dollars", FleetMetric::kms_dollars_a_month},
    Nickname{"roll", FleetMetric::roll_duration},
    Nickname{"actions", FleetMetric::operator_actions},
    Nickname{"crashes", FleetMetric::crashing_starts},
};

constexpr std::array<std::string_view, 7> superlatives{
    "shortest ", "fewest ", "least ", "lowest ", "smallest ", "cheapest ", "minimise "};

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1);
}

bool take(std::string_view& text, std::string_view beginning) {
  if (!text.starts_with(beginning)) return false;
  text = trimmed(text.substr(beginning.size()));
  return true;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.push_back(trimmed(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return parts;
}

FleetMetric metric_named(std::string_view written) {
  std::string name{trimmed(written)};
  std::ranges::replace(name, ' ', '_');
  if (const auto metric = metrics::find_fleet_metric(name)) return *metric;
  const auto nickname = std::ranges::find(nicknames, name, &Nickname::word);
  if (nickname != nicknames.end()) return nickname->metric;
  std::vector<std::string> known;
  for (const auto& each : metrics::fleet_metrics()) known.emplace_back(each.name);
  for (const Nickname& each : nicknames) known.emplace_back(each.word);
  const std::string nearest = history::nearest_name(name, known);
  throw std::invalid_argument{
      fmt::format("\"{}\" is no metric{}; `spindrift compare --help` lists them", name,
                  nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest))};
}

std::optional<double> number_in(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return value;
}

/// A number, a price, or a time where the metric is one.
double value_for(FleetMetric metric, std::string_view text) {
  const Unit unit = metrics::info(metric).unit;
  std::string_view plain = text;
  if (unit == Unit::dollars) take(plain, "$");
  if (const auto number = number_in(plain)) return *number;
  const bool is_time = unit == Unit::seconds || unit == Unit::summed_seconds;
  if (is_time) {
    if (const auto time = scenario::parse_duration(plain)) {
      return kernel::in_seconds(*time);
    }
  }
  throw std::invalid_argument{fmt::format("\"{}\" is no value of {}: expected {}", text,
                                          metrics::info(metric).name,
                                          is_time ? "a time such as 90s or 2h" : "a number")};
}

std::optional<Limit> comparison_in(std::string_view clause) {
  struct Sign {
    std::string_view text;
    bool is_upper;
  };
  for (const Sign& sign : {Sign{"<=", true}, Sign{">=", false}, Sign{"=", true}}) {
    const auto place = clause.find(sign.text);
    if (place == std::string_view::npos) continue;
    const FleetMetric metric = metric_named(clause.substr(0, place));
    const double value = value_for(metric, trimmed(clause.substr(place + sign.text.size())));
    if (sign.text == "=" && value != 0) {
      throw std::invalid_argument{
          fmt::format("\"{}\": only = 0 can be asked for; write <= or >=", clause)};
    }
    return Limit{metric, sign.is_upper, value};
  }
  return {};
}

std::optional<Limit> limit_in(std::string_view clause) {
  if (const auto limit = comparison_in(clause)) return limit;
  if (take(clause, "no ")) return Limit{metric_named(clause), true, 0};
  const bool is_upper = take(clause, "at most ");
  if (!is_upper && !take(clause, "at least ")) return {};
  const auto space = clause.find(' ');
  if (space == std::string_view::npos) {
    throw std::invalid_argument{
        fmt::format("\"{}\": expected a value and a metric, as in \"at most 90 keys\"", clause)};
  }
  const FleetMetric metric = metric_named(clause.substr(space));
  return Limit{metric, is_upper, value_for(metric, clause.substr(0, space))};
}

CostTerm term_in(std::string_view text) {
  CostTerm term;
  const auto slash = text.find('/');
  std::string_view product = trimmed(text.substr(0, slash));
  for (const std::string_view each : superlatives) take(product, each);
  const auto gap = product.find_first_of(" *");
  if (gap != std::string_view::npos) {
    if (const auto weight = number_in(product.substr(0, gap))) {
      term.weight = *weight;
      product = trimmed(product.substr(gap));
      take(product, "*");
    }
  }
  term.metric = metric_named(product);
  if (slash != std::string_view::npos) {
    term.scale = value_for(term.metric, trimmed(text.substr(slash + 1)));
  }
  if (term.scale <= 0 || term.weight < 0) {
    throw std::invalid_argument{fmt::format(
        "\"{}\": a weight is not negative, and what it is divided by is positive", text)};
  }
  return term;
}

}  // namespace

Objective parse_objective(std::string_view text) {
  Objective objective;
  objective.text = std::string{trimmed(text)};
  for (std::string_view clause : split(text, ',')) {
    take(clause, "and ");
    take(clause, "then ");
    if (clause.empty()) {
      throw std::invalid_argument{
          fmt::format("objective \"{}\": a part is missing beside a comma", objective.text)};
    }
    if (const auto limit = limit_in(clause)) {
      objective.limits.push_back(*limit);
      continue;
    }
    std::vector<CostTerm> goal;
    for (const std::string_view term : split(clause, '+')) goal.push_back(term_in(term));
    objective.goals.push_back(std::move(goal));
  }
  return objective;
}

std::string to_text(const Limit& limit) {
  const auto& info = metrics::info(limit.metric);
  return fmt::format("{} {} {}", info.name,
                     limit.is_upper ? "<=" : ">=", metrics::value_text(info.unit, limit.value));
}

std::string to_text(std::span<const CostTerm> goal) {
  std::string text;
  for (const CostTerm& term : goal) {
    if (!text.empty()) text += " + ";
    if (term.weight != 1) text += fmt::format("{} ", term.weight);
    text += metrics::info(term.metric).name;
    if (term.scale != 1) text += fmt::format(" / {}", term.scale);
  }
  return text;
}

std::string to_text(const Objective& objective) {
  std::string text;
  for (const Limit& limit : objective.limits) {
    text += (text.empty() ? "" : ", ") + to_text(limit);
  }
  for (const auto& goal : objective.goals) {
    text += (text.empty() ? "" : ", then ") + to_text(std::span{goal});
  }
  return text;
}

double cost_of(std::span<const CostTerm> goal, const metrics::MetricValues& values) {
  return std::accumulate(goal.begin(), goal.end(), 0.0, [&](double sum, const CostTerm& term) {
    return sum + term.weight * values[term.metric] / term.scale;
  });
}

bool holds(const Limit& limit, const metrics::MetricValues& values) {
  const double value = values[limit.metric];
  return limit.is_upper ? value <= limit.value : value >= limit.value;
}

}  // namespace spindrift::review
