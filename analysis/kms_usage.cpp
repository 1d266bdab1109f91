#include "analysis/kms_usage.hpp"

#include <algorithm>
#include <chrono>

namespace spindrift::analysis {
namespace {

constexpr std::int32_t status_ok = 200;
constexpr history::Duration deletion_window = std::chrono::hours{7 * 24};  // R14

double hours(history::Duration span) {
  return std::chrono::duration<double, std::ratio<3600>>{span}.count();
}

}  // namespace

void KmsUsage::begin(const history::Topology&) { *this = KmsUsage{}; }

void KmsUsage::on_event(const history::Event& event) {
  now_ = event.at;
  const auto* const call = std::get_if<history::KmsCalled>(&event.what);
  if (call == nullptr) return;
  const bool answered = call->status == status_ok;
  ++requests_;
  CallCount& total = calls_[call->call];
  CallCount& own = by_server_[call->server][call->call];
  ++(answered ? total.answered : total.refused);
  ++(answered ? own.answered : own.refused);
  Second& second = seconds_[call->call];
  const history::Time begins = std::chrono::floor<std::chrono::seconds>(now_);
  if (second.begins != begins) second = {begins, 0};
  total.in_a_second_at_most = std::max(total.in_a_second_at_most, ++second.calls);
  if (answered) on_call(*call);
}

void KmsUsage::on_call(const history::KmsCalled& call) {
  const auto set_alias = [this](const history::Key& key, bool has_alias) {
    const auto found = alive_.find(key);
    if (found != alive_.end()) found->second.has_alias = has_alias;
  };
  if (call.call == "CreateKey") {
    alive_[call.key] = {now_, false};
    ++created_;
  } else if (call.call == "CreateAlias" || call.call == "UpdateAlias") {
    history::Key& target = aliases_[{call.server, call.slot}];
    // A created alias is one of a new identity: the old one keeps pointing where it did.
    if (call.call == "UpdateAlias") set_alias(target, false);
    target = call.key;
    set_alias(call.key, true);
  } else if (call.call == "DeleteAlias") {
    set_alias(call.key, false);
  } else if (call.call == "ScheduleKeyDeletion") {
    const auto found = alive_.find(call.key);
    if (found == alive_.end()) return;
    past_key_time_ += now_ - found->second.created;
    alive_.erase(found);
    deletions_.push_back(now_);
    ++scheduled_;
    pending_at_most_ = std::max(pending_at_most_, keys_pending_deletion());
  }
}

std::size_t KmsUsage::keys_pending_deletion() const {
  const auto pending = std::ranges::upper_bound(deletions_, now_ - deletion_window);
  return static_cast<std::size_t>(deletions_.end() - pending);
}

std::size_t KmsUsage::keys_orphaned() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(alive_, [](const auto& each) { return !each.second.has_alias; }));
}

double KmsUsage::key_hours() const {
  history::Duration key_time = past_key_time_;
  for (const auto& [key, life] : alive_) key_time += now_ - life.created;
  return hours(key_time);
}

double KmsUsage::dollars(const KmsPrices& prices) const {
  const double keys = key_hours() / prices.hours_per_month * prices.dollars_per_key_month;
  const double requests =
      static_cast<double>(requests_) / 10'000.0 * prices.dollars_per_10000_requests;
  return keys + requests;
}

double KmsUsage::dollars_a_month(const KmsPrices& prices) const {
  const double observed = hours(now_.time_since_epoch());
  return observed <= 0 ? 0 : dollars(prices) / observed * prices.hours_per_month;
}

}  // namespace spindrift::analysis
