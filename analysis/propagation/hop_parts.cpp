#include "analysis/propagation/hop_parts.hpp"

#include <algorithm>

namespace spindrift::analysis {
namespace {

using history::Time;
using kernel::Duration;

/// The first moment of the grid through `phase` that is not before `moment`.
Time next_on_grid(Time phase, Duration interval, Time moment) {
  const Duration apart = moment - phase;
  const auto whole = apart / interval;
  const Time before = phase + whole * interval;
  return before >= moment ? before : before + interval;
}

/// Divides the time of a write into its statement and commit, the wait for the row behind the write
/// before it, and what is left. `arrives` is when it asks for the row.
void divide_write(Parts& parts, Time arrives, Time committed, std::optional<Time> row_free_at,
                  const ClusterTimes& times) {
  const Duration all = std::max(committed - arrives, Duration::zero());
  const Duration wait =
      row_free_at ? std::clamp(*row_free_at - arrives, Duration::zero(), all) : Duration::zero();
  parts[Part::row_lock] += wait;
  const Duration work = times.latencies_vary ? all - wait : std::min(all - wait, times.commit);
  parts[Part::database] += work;
  parts[Part::other] += all - wait - work;
}

void divide_polling(Parts& parts, const FollowedHop& hop, const ClusterTimes& times) {
  const Duration all = hop.forwarded.at - hop.upstream_at;
  const Duration answer_after = times.round_trip + hop.upstream_statement;
  const Duration seen_after = times.round_trip / 2 + hop.upstream_statement;
  if (hop.poll_phases.empty() || times.poll <= Duration::zero() || all < Duration::zero()) {
    parts[Part::other] += all;
    return;
  }
  const Time could_be_seen = hop.upstream_at - seen_after;
  const Time first = next_on_grid(hop.poll_phases.front(), times.poll, could_be_seen);
  // An old copy costs no statement, so an answer may come that much earlier.
  const auto fits = [&](Time poll) {
    const Duration looked = hop.forwarded.at - (poll + answer_after);
    return looked >= -hop.upstream_statement && looked <= times.look + times.round_trip;
  };
  Time brought = first;
  while (!fits(brought) && brought + times.poll <= hop.forwarded.at) brought += times.poll;
  if (!fits(brought)) {
    parts[Part::other] += all;
    return;
  }
  // Of servers that listen side by side one may have polled before, and been given an old copy.
  Time earliest = first;
  for (const Time phase : hop.poll_phases) {
    earliest = std::min(earliest, next_on_grid(phase, times.poll, could_be_seen));
  }
  const Time begins = std::max(earliest, hop.upstream_at);
  const Time brings = std::max(brought, begins);
  parts[Part::poll] += begins - hop.upstream_at;
  const bool was_old_copy =
      earliest + seen_after < hop.upstream_at + times.cache + times.round_trip;
  parts[was_old_copy ? Part::cache : Part::other] += brings - begins;
  const Duration rest = hop.forwarded.at - brings;
  const Duration network = std::min(rest, times.round_trip);
  const Duration reading = std::min(rest - network, hop.upstream_statement);
  parts[Part::network] += network;
  parts[Part::database] += reading;
  parts[Part::look] += rest - network - reading;
}

}  // namespace

Parts parts_of(const FollowedHop& hop, const ClusterTimes& times) {
  Parts parts;
  divide_polling(parts, hop, times);
  // A subscription stores roots before keys, each with a statement of its own.
  const Time begins = hop.forwarded.stored_before.value_or(hop.forwarded.at);
  const bool roots_first =
      hop.forwarded.channel == history::Channel::subscription && !hop.forwarded.stored_before;
  const Duration statements = std::min(times.statement * (roots_first ? 2 : 1),
                                       std::max(hop.arrived_at - begins, Duration::zero()));
  parts[Part::database] += (begins - hop.forwarded.at) + statements;
  divide_write(parts, begins + statements, hop.arrived_at, hop.row_free_at, times);
  return parts;
}

Parts parts_of(const PublishedHop& hop, const ClusterTimes& times) {
  Parts parts;
  const Duration all = hop.to - hop.from;
  const bool had_to_connect = hop.connected_at && *hop.connected_at > hop.from;
  const Duration connecting =
      had_to_connect ? std::min(all, *hop.connected_at - hop.from) : Duration::zero();
  const Duration network = std::min(all - connecting, hop.network);
  const Duration statement = std::min(all - connecting - network, times.statement);
  parts[Part::other] += connecting;
  parts[Part::network] += network;
  parts[Part::database] += statement;
  divide_write(parts, hop.from + connecting + network + statement, hop.to, hop.row_free_at, times);
  return parts;
}

}  // namespace spindrift::analysis
