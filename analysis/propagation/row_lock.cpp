#include "analysis/propagation/row_lock.hpp"

#include <chrono>
#include <limits>

#include "analysis/statistics/queueing/single_server.hpp"

namespace spindrift::analysis {
namespace {

using kernel::Duration;
using kernel::Time;

}  // namespace

double RowLockStretch::rate() const {
  return lasts > Duration::zero() ? static_cast<double>(writes) / kernel::in_seconds(lasts) : 0.0;
}

RowLockStretch& RowLockWatch::minute_of(Time at) {
  const std::int64_t minute = at.time_since_epoch() / std::chrono::minutes{1};
  if (minute != minute_) {
    busiest_ = busiest_minute();
    this_minute_ = {};
    this_minute_.lasts = std::chrono::minutes{1};
    minute_ = minute;
  }
  return this_minute_;
}

void RowLockWatch::on_write(Time at) {
  if (!first_) first_ = at;
  last_ = at;
  ++whole_.writes;
  ++minute_of(at).writes;
}

void RowLockWatch::on_publication(Time at, Duration waited) {
  whole_.waits.add(kernel::in_seconds(waited));
  minute_of(at).waits.add(kernel::in_seconds(waited));
}

RowLockStretch RowLockWatch::whole() const {
  RowLockStretch whole = whole_;
  if (first_) whole.lasts = last_ - *first_;
  // n writes bound n - 1 intervals.
  if (whole.writes > 0) --whole.writes;
  return whole;
}

RowLockStretch RowLockWatch::busiest_minute() const {
  return this_minute_.writes > busiest_.writes ? this_minute_ : busiest_;
}

void RowLockUse::add(const RowLockStretch& stretch) {
  rates.add(stretch.rate());
  if (stretch.waits.count() > 0) mean_waits.add(stretch.waits.mean());
  waits.merge(stretch.waits);
  writes += stretch.writes;
}

void RowLockUse::merge(const RowLockUse& other) {
  rates.merge(other.rates);
  mean_waits.merge(other.mean_waits);
  waits.merge(other.waits);
  writes += other.writes;
}

double expected_row_wait(double writes_per_second, Duration holds) {
  const double service = kernel::in_seconds(holds);
  if (writes_per_second <= 0.0 || service <= 0.0) return 0.0;
  if (writes_per_second * service >= 1.0) return std::numeric_limits<double>::infinity();
  return statistics::md1_mean_wait({writes_per_second, 1.0 / service});
}

}  // namespace spindrift::analysis
