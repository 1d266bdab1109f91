#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "analysis/cli/propagation_report.hpp"
#include "analysis/cli/table.hpp"
#include "analysis/statistics/intervals/mean_interval.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::cli {
namespace {

using analysis::DelaySummary;
using analysis::PlaceSummary;
using analysis::PropagationResult;

std::string number(double seconds) {
  if (std::isinf(seconds)) return "no end";
  return seconds < 100.0 ? fmt::format("{:.3f}", seconds) : fmt::format("{:.1f}", seconds);
}

constexpr auto to_the_right = Table::Align::right;

std::vector<Table::Column> delay_columns(std::vector<Table::Column> first) {
  for (const char* const title :
       {"count", "p50", "p90", "p99", "max", "theory p50", "p90", "p99", "bound", "beyond"}) {
    first.push_back({title, to_the_right});
  }
  return first;
}

void add_delay(std::vector<std::string>& row, const PlaceSummary& place,
               const DelaySummary& delay) {
  row.push_back(fmt::format("{}", place.count));
  for (const double each :
       {delay.seen.p50, delay.seen.p90, delay.seen.p99, delay.seen.largest, delay.expected.p50,
        delay.expected.p90, delay.expected.p99, delay.bound}) {
    row.push_back(number(each));
  }
}

std::string hop_table(const std::vector<PlaceSummary>& places) {
  auto columns = delay_columns({{"from the place before to"}});
  columns.pop_back();
  Table table{columns};
  for (const PlaceSummary& place : places) {
    std::vector<std::string> row{to_string(place.group)};
    add_delay(row, place, place.hop);
    table.add(std::move(row));
  }
  return table.text();
}

/// `value`: of what varies, in a column of its own.
void add_whole(Table& table, const std::vector<PlaceSummary>& places, const std::string* value) {
  for (const PlaceSummary& place : places) {
    std::vector<std::string> row;
    if (value != nullptr) row.push_back(*value);
    row.push_back(to_string(place.group));
    add_delay(row, place, place.whole);
    row.push_back(fmt::format("{}", place.beyond_bound));
    table.add(std::move(row));
  }
}

std::string share_table(const std::vector<PlaceSummary>& places) {
  std::vector<Table::Column> columns{{"share of the mean, %"}, {"mean", to_the_right}};
  std::vector<std::size_t> shown;
  for (std::size_t part = 0; part < analysis::part_count; ++part) {
    const bool is_used = std::ranges::any_of(
        places, [part](const PlaceSummary& place) { return place.whole.shares[part] >= 0.00005; });
    if (!is_used) continue;
    std::string title{analysis::part_names[part]};
    std::ranges::replace(title, '_', ' ');
    columns.push_back({title, to_the_right});
    shown.push_back(part);
  }
  Table table{columns};
  for (const PlaceSummary& place : places) {
    std::vector<std::string> row{to_string(place.group), number(place.whole.mean)};
    for (const std::size_t part : shown) {
      row.push_back(fmt::format("{:.2f}", 100.0 * place.whole.shares[part]));
    }
    table.add(std::move(row));
  }
  return table.text();
}

/// "0.0012 ± 0.0003" of the mean wait, when there are several runs to tell it from.
std::string wait_text(const analysis::RowLockUse& use) {
  if (use.mean_waits.count() == 0) return "-";
  if (use.mean_waits.count() == 1) return fmt::format("{:.5f}", use.mean_waits.mean());
  const auto interval = statistics::mean_interval(use.mean_waits);
  return fmt::format("{:.5f} +- {:.5f}", interval.estimate, interval.width() / 2);
}

double rate_of(const analysis::RowLockUse& use) {
  return use.rates.count() == 0 ? 0.0 : use.rates.mean();
}

std::vector<std::string> row_lock_cells(const PropagationResult& result) {
  const analysis::RowLockUse& use = result.busiest_minute;
  const double held = kernel::in_seconds(result.row_held);
  const double expected = expected_busiest_wait(result);
  return {fmt::format("{:.3f}", rate_of(use)),
          held > 0.0 ? fmt::format("{:.3f}", 1.0 / held) : "-",
          fmt::format("{:.2f}", 100.0 * held * rate_of(use)),
          wait_text(use),
          std::isinf(expected) ? "no end" : fmt::format("{:.5f}", expected),
          use.waits.count() == 0 ? "-" : fmt::format("{:.5f}", use.waits.maximum()),
          fmt::format("{}", result.failed)};
}

std::vector<Table::Column> row_lock_columns(std::vector<Table::Column> first) {
  for (const char* const title :
       {"writes/s", "at most", "busy, %", "mean wait", "M/D/1", "longest", "failed"}) {
    first.push_back({title, to_the_right});
  }
  return first;
}

std::string undelivered_text(const PropagationResult& result) {
  std::string text;
  for (std::size_t kind = 0; kind < analysis::place_kinds; ++kind) {
    const analysis::Undelivered& count = result.undelivered[kind];
    if (count.deaf + count.missing + count.under_way == 0) continue;
    std::string word{word_for(static_cast<analysis::PlaceKind>(kind))};
    std::ranges::replace(word, '_', ' ');
    text += fmt::format(
        "not counted above, {}: {} whose cluster did not listen, {} not there after an hour, {} "
        "under way at the end\n",
        word, count.deaf, count.missing, count.under_way);
  }
  return text;
}

std::string heading(const PropagationReport& report) {
  const scenario::Scenario& first = report.cells.front().scenario;
  std::uint64_t keys = 0;
  for (const PropagationCell& cell : report.cells) keys += cell.result.keys;
  std::string seeds = fmt::format("seed {}", first.seed);
  if (report.runs.replications > 1) {
    seeds = fmt::format("seeds {} to {}", first.seed, first.seed + report.runs.replications - 1);
  }
  return fmt::format("{}, {}, {} simulated each: {} JWT keys published\n", first.name, seeds,
                     analysis::span_text(first.deployment.until), keys);
}

std::string one_cell(const PropagationReport& report, const Console& console) {
  const PropagationResult& result = report.cells.front().result;
  const std::vector<PlaceSummary>& places = report.places.front();
  Table whole{delay_columns({{"since the key was begun, to"}})};
  add_whole(whole, places, nullptr);
  Table lock{row_lock_columns({{"the root's row, busiest minute"}})};
  std::vector<std::string> row{"all publications"};
  for (std::string& cell : row_lock_cells(result)) row.push_back(std::move(cell));
  lock.add(std::move(row));
  return console.bold("Hop by hop, seconds") + '\n' + hop_table(places) + '\n' +
         console.bold("End to end, seconds") + '\n' + whole.text() + '\n' +
         console.bold("Where the time goes") + '\n' + share_table(places) + '\n' +
         console.bold("Where publications queue, seconds") + '\n' + lock.text() +
         undelivered_text(result);
}

std::string all_cells(const PropagationReport& report, const Console& console) {
  const std::string& path = report.variation.path;
  Table whole{delay_columns({{path}, {"since the key was begun, to"}})};
  Table lock{row_lock_columns({{path}})};
  for (std::size_t cell = 0; cell < report.cells.size(); ++cell) {
    const std::string& value = report.cells[cell].value;
    add_whole(whole, report.places[cell], &value);
    std::vector<std::string> row{value};
    for (std::string& each : row_lock_cells(report.cells[cell].result)) {
      row.push_back(std::move(each));
    }
    lock.add(std::move(row));
  }
  return console.bold("End to end, seconds") + '\n' + whole.text() + '\n' +
         console.bold("The root's bundle row in its busiest minute, seconds") + '\n' + lock.text();
}

}  // namespace

double expected_busiest_wait(const PropagationResult& result) {
  // Writers that gave up waiting leave a rate that the row can serve, which says nothing of how
  // many there were.
  if (result.failed > 0) return std::numeric_limits<double>::infinity();
  return analysis::expected_row_wait(rate_of(result.busiest_minute), result.row_held);
}

std::string propagation_as_text(const PropagationReport& report, const Console& console) {
  std::string text = heading(report) + '\n';
  text += report.variation.path.empty() ? one_cell(report, console) : all_cells(report, console);
  return text;
}

}  // namespace spindrift::cli
