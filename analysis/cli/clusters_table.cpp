#include "analysis/cli/clusters_table.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "analysis/cli/table.hpp"
#include "analysis/healing.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::cli {
namespace {

using analysis::Observation;
using analysis::time_text;
using history::ClusterId;

constexpr std::size_t lines_max = 30;

/// What the table says of one cluster.
struct ClusterRow {
  ClusterId cluster{};
  std::size_t servers = 0;
  std::size_t keys = 0;
  std::size_t keys_at_most = 0;
  std::size_t missing = 0;
  std::optional<analysis::DeafInterval> deaf;  ///< the last one of a minute or longer
  std::optional<analysis::Healing> healing;
  double failed = 0;

  [[nodiscard]] bool is_ill() const { return missing > 0 || deaf || healing; }
};

ClusterRow row_of(ClusterId cluster, const RunResult& result) {
  constexpr history::Duration worth_telling = std::chrono::minutes{1};
  const Observation& observed = *result.observed;
  const ClusterReading& reading = result.reading[static_cast<std::size_t>(cluster)];
  ClusterRow row;
  row.cluster = cluster;
  row.servers = observed.topology.at(cluster).servers.size();
  row.keys = reading.jwt_keys;
  row.keys_at_most = observed.counts.in(cluster).peak();
  row.missing = reading.missing.size();
  for (const auto& each : observed.deafness.intervals(cluster)) {
    if (each.until.value_or(observed.now) - each.from >= worth_telling) row.deaf = each;
  }
  row.healing = analysis::healing_of(observed, cluster);
  row.failed = observed.exposure.failed_in(cluster);
  return row;
}

std::string deaf_text(const ClusterRow& row) {
  if (!row.deaf) return "";
  if (!row.deaf->until) return "since " + time_text(row.deaf->from);
  return time_text(row.deaf->from) + " to " + time_text(*row.deaf->until);
}

std::string healing_text(const ClusterRow& row, const Observation& observed) {
  if (!row.healing) return "";
  if (!row.healing->is_predicted) return "healed " + time_text(row.healing->at);
  return fmt::format("will heal {} by {}", time_text(row.healing->at),
                     observed.topology.at(row.healing->by->server).name);
}

std::string failed_text(double failed) {
  return failed < 0.5 ? "-" : fmt::format("{:.0f}", failed);
}

void add_line(Table& table, const ClusterRow& row, const Observation& observed,
              const Console& console) {
  table.add({observed.topology.at(row.cluster).name, std::to_string(row.servers),
             std::to_string(row.keys), std::to_string(row.keys_at_most),
             row.missing == 0 ? "-" : console.alarming(std::to_string(row.missing)), deaf_text(row),
             healing_text(row, observed), failed_text(row.failed)});
}

/// How many clusters of a large fleet get a line of their own: the ill ones come first.
std::size_t put_ill_ones_first(std::vector<ClusterRow>& rows) {
  if (rows.size() <= lines_max) return rows.size();
  const auto well = std::stable_partition(rows.begin() + 1, rows.end(),
                                          [](const ClusterRow& row) { return row.is_ill(); });
  std::stable_sort(rows.begin() + 1, well, [](const ClusterRow& one, const ClusterRow& other) {
    return std::pair{one.missing, one.failed} > std::pair{other.missing, other.failed};
  });
  return std::min(lines_max - 1, static_cast<std::size_t>(well - rows.begin()));
}

/// One line for all of `rows`.
void add_sum(Table& table, const std::vector<ClusterRow>& rows, const Console& console) {
  std::size_t servers = 0;
  std::size_t ill = 0;
  double failed = 0;
  for (const ClusterRow& row : rows) {
    servers += row.servers;
    ill += row.is_ill() ? 1U : 0U;
    failed += row.failed;
  }
  const auto range = [&](auto member) {
    const auto [least, most] = std::ranges::minmax(rows, {}, member);
    return least.*member == most.*member ? std::to_string(most.*member)
                                         : fmt::format("{}-{}", least.*member, most.*member);
  };
  const std::string missing = range(&ClusterRow::missing);
  table.add({fmt::format("{} more", rows.size()), std::to_string(servers), range(&ClusterRow::keys),
             range(&ClusterRow::keys_at_most), missing == "0" ? "-" : console.alarming(missing),
             ill == 0 ? "" : fmt::format("{} ill", ill), "", failed_text(failed)});
}

}  // namespace

std::string clusters_table(const RunResult& result, const Console& console) {
  const Observation& observed = *result.observed;
  using Align = Table::Align;
  Table table{{{"cluster"},
               {"servers", Align::right},
               {"JWT keys", Align::right},
               {"at most", Align::right},
               {"misses", Align::right},
               {"deaf"},
               {"divergence"},
               {"tokens failed", Align::right}}};
  std::vector<ClusterRow> rows;
  for (std::size_t place = 0; place < observed.topology.clusters.size(); ++place) {
    rows.push_back(row_of(ClusterId{static_cast<std::uint32_t>(place)}, result));
  }
  const auto rest = static_cast<std::ptrdiff_t>(put_ill_ones_first(rows));
  std::for_each(rows.begin(), rows.begin() + rest,
                [&](const ClusterRow& row) { add_line(table, row, observed, console); });
  if (rest < std::ssize(rows)) {
    add_sum(table, {rows.begin() + rest, rows.end()}, console);
  }
  return table.text();
}

}  // namespace spindrift::cli
