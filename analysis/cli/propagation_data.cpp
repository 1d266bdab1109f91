#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/cli/propagation_report.hpp"
#include "analysis/csv_field.hpp"

namespace spindrift::cli {
namespace {

using analysis::DelayQuantiles;
using analysis::DelaySummary;
using analysis::PlaceSummary;
using Json = nlohmann::ordered_json;

/// To the microsecond, which is finer than any delay is known.
Json seconds(double value) {
  if (!std::isfinite(value)) return nullptr;
  return std::round(value * 1e6) / 1e6;
}

Json as_json(const DelayQuantiles& quantiles) {
  return {{"p50", seconds(quantiles.p50)},
          {"p90", seconds(quantiles.p90)},
          {"p99", seconds(quantiles.p99)},
          {"max", seconds(quantiles.largest)}};
}

Json as_json(const DelaySummary& delay) {
  Json shares = Json::object();
  for (std::size_t part = 0; part < analysis::part_count; ++part) {
    shares[std::string{analysis::part_names[part]}] = seconds(delay.shares[part]);
  }
  return {{"mean", seconds(delay.mean)},
          {"seen", as_json(delay.seen)},
          {"theory", as_json(delay.expected)},
          {"bound", seconds(delay.bound)},
          {"shares_of_mean", shares}};
}

Json row_lock_as_json(const analysis::PropagationResult& result) {
  const analysis::RowLockUse& use = result.busiest_minute;
  const bool has_waits = use.waits.count() > 0;
  return {
      {"held", seconds(kernel::in_seconds(result.row_held))},
      {"busiest_minute_writes_per_second", seconds(use.rates.count() > 0 ? use.rates.mean() : 0.0)},
      {"busiest_minute_publications", use.waits.count()},
      {"busiest_minute_mean_wait", has_waits ? seconds(use.mean_waits.mean()) : Json{}},
      {"busiest_minute_longest_wait", has_waits ? seconds(use.waits.maximum()) : Json{}},
      {"m_d_1_mean_wait", seconds(expected_busiest_wait(result))}};
}

Json as_json(const PropagationCell& cell, const std::vector<PlaceSummary>& places) {
  Json list = Json::array();
  for (const PlaceSummary& place : places) {
    list.push_back({{"place", word_for(place.group.kind)},
                    {"hops", place.group.hops},
                    {"count", place.count},
                    {"beyond_bound", place.beyond_bound},
                    {"hop", as_json(place.hop)},
                    {"end_to_end", as_json(place.whole)}});
  }
  Json undelivered = Json::object();
  for (std::size_t kind = 0; kind < analysis::place_kinds; ++kind) {
    const analysis::Undelivered& count = cell.result.undelivered[kind];
    undelivered[std::string{word_for(static_cast<analysis::PlaceKind>(kind))}] = {
        {"cluster_did_not_listen", count.deaf},
        {"missing_after_an_hour", count.missing},
        {"under_way_at_the_end", count.under_way}};
  }
  Json json = Json::object();
  if (!cell.value.empty()) json["value"] = cell.value;
  json["keys"] = cell.result.keys;
  json["failed_preparations"] = cell.result.failed;
  json["places"] = std::move(list);
  json["root_row_lock"] = row_lock_as_json(cell.result);
  json["undelivered"] = std::move(undelivered);
  return json;
}

std::string csv_line(const std::string& value, const PlaceSummary& place, const char* measure,
                     const DelaySummary& delay) {
  std::string line =
      fmt::format("{},{},{},{},{},{:.6f},{:.6f},{:.6f},{:.6f},{:.6f}", analysis::csv_field(value),
                  word_for(place.group.kind), place.group.hops, measure, place.count, delay.mean,
                  delay.seen.p50, delay.seen.p90, delay.seen.p99, delay.seen.largest);
  line += fmt::format(",{:.6f},{:.6f},{:.6f},{:.6f},{:.6f}", delay.expected.p50, delay.expected.p90,
                      delay.expected.p99, delay.expected.largest, delay.bound);
  for (const double share : delay.shares) line += fmt::format(",{:.6f}", share);
  return line + '\n';
}

}  // namespace

nlohmann::ordered_json propagation_as_json(const PropagationReport& report) {
  const scenario::Scenario& first = report.cells.front().scenario;
  Json json{
      {"scenario", first.name}, {"seed", first.seed}, {"replications", report.runs.replications}};
  if (!report.variation.path.empty()) json["varied"] = report.variation.path;
  Json cells = Json::array();
  for (std::size_t cell = 0; cell < report.cells.size(); ++cell) {
    cells.push_back(as_json(report.cells[cell], report.places[cell]));
  }
  json["cells"] = std::move(cells);
  return json;
}

std::string propagation_as_csv(const PropagationReport& report) {
  std::string text =
      "value,place,hops,measure,count,mean,p50,p90,p99,max,theory_p50,theory_p90,theory_p99,"
      "theory_max,bound";
  for (const std::string_view part : analysis::part_names) text += fmt::format(",share_{}", part);
  text += '\n';
  for (std::size_t cell = 0; cell < report.cells.size(); ++cell) {
    for (const PlaceSummary& place : report.places[cell]) {
      text += csv_line(report.cells[cell].value, place, "hop", place.hop);
      text += csv_line(report.cells[cell].value, place, "end_to_end", place.whole);
    }
  }
  return text;
}

}  // namespace spindrift::cli
