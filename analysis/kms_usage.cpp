#include "analysis/kms_usage.hpp"

#include <algorithm>
#include <chrono>

namespace spindrift::analysis {
namespace {

constexpr std::int32_t status_ok = 200;
const history::KmsName sign{"Sign"};
constexpr history::Duration deletion_window = std::chrono::hours{7 * 24};  // R14

double hours(history::Duration span) {
  return std::chrono::duration<double, std::ratio<3600>>{span}.count();
}

constexpr double nanoseconds_an_hour = 3600e9;

}  // namespace

void KmsUsage::begin(const history::Topology& topology) {
  *this = KmsUsage{};
  servers_ = topology.servers.size();
  aliases_.resize(servers_);
}

KmsUsage::Calls& KmsUsage::calls_named(history::KmsName name) {
  const auto known = std::ranges::find(calls_, name, &Calls::name);
  if (known != calls_.end()) return *known;
  constexpr std::pair<std::string_view, Effect> effects[] = {
      {"CreateKey", Effect::new_key},
      {"CreateAlias", Effect::new_alias},
      {"UpdateAlias", Effect::moved_alias},
      {"DeleteAlias", Effect::no_alias},
      {"ScheduleKeyDeletion", Effect::deletion}};
  Calls calls;
  calls.name = name;
  for (const auto& [call, effect] : effects) {
    if (name == call) calls.effect = effect;
  }
  calls.by_server.resize(servers_);
  return calls_.emplace_back(std::move(calls));
}

void KmsUsage::see(const history::SignaturesCounted& what, const history::Event&) {
  requests_ += what.signatures;
  Calls& same = calls_named(sign);
  same.total.answered += what.signatures;
  same.by_server.at(index(what.server)).answered += what.signatures;
}

void KmsUsage::see(const history::KmsCalled& what, const history::Event& event) {
  const bool answered = what.status == status_ok;
  ++requests_;
  Calls& same = calls_named(what.call);
  CallCount& own = same.by_server.at(index(what.server));
  ++(answered ? same.total.answered : same.total.refused);
  ++(answered ? own.answered : own.refused);
  const history::Time second = std::chrono::floor<std::chrono::seconds>(event.at);
  if (same.last_second != second) same.in_last_second = 0;
  same.last_second = second;
  same.total.in_a_second_at_most = std::max(same.total.in_a_second_at_most, ++same.in_last_second);
  if (answered && same.effect != Effect::none) change(same.effect, what);
}

void KmsUsage::set_alias(const history::Key& key, bool has_alias) {
  const auto found = alive_.find(key);
  if (found == alive_.end() || found->second.has_alias == has_alias) return;
  found->second.has_alias = has_alias;
  has_alias ? ++alive_with_alias_ : --alive_with_alias_;
}

history::Key& KmsUsage::target_of(history::ServerId server, history::KmsName slot) {
  std::vector<Alias>& own = aliases_.at(index(server));
  const auto known = std::ranges::find(own, slot, &Alias::slot);
  return known != own.end() ? known->target : own.emplace_back(Alias{slot, {}}).target;
}

void KmsUsage::change(Effect effect, const history::KmsCalled& call) {
  if (effect == Effect::new_key) {
    if (alive_.emplace(call.key, KeyLife{now_, false}).second) {
      creation_times_ += now_.time_since_epoch().count();
    }
    ++created_;
  } else if (effect == Effect::new_alias || effect == Effect::moved_alias) {
    history::Key& target = target_of(call.server, call.slot);
    // A created alias is one of a new identity: the old one keeps pointing where it did.
    if (effect == Effect::moved_alias) set_alias(target, false);
    target = call.key;
    set_alias(call.key, true);
  } else if (effect == Effect::no_alias) {
    set_alias(call.key, false);
  } else if (effect == Effect::deletion) {
    delete_key(call.key);
  }
}

void KmsUsage::delete_key(const history::Key& key) {
  const auto found = alive_.find(key);
  if (found == alive_.end()) return;
  past_key_time_ += (now_ - found->second.created).count();
  creation_times_ -= found->second.created.time_since_epoch().count();
  if (found->second.has_alias) --alive_with_alias_;
  alive_.erase(found);
  deletions_.push_back(now_);
  ++scheduled_;
  pending_at_most_ = std::max(pending_at_most_, keys_pending_deletion());
}

std::map<std::string, CallCount> KmsUsage::calls() const {
  std::map<std::string, CallCount> by_name;
  for (const Calls& each : calls_) by_name.emplace(each.name.text(), each.total);
  return by_name;
}

CallCount KmsUsage::calls_of(history::ServerId server, std::string_view name) const {
  const auto found = std::ranges::find(calls_, history::KmsName{name}, &Calls::name);
  return found == calls_.end() ? CallCount{} : found->by_server.at(index(server));
}

std::size_t KmsUsage::keys_pending_deletion() const {
  const auto pending = std::ranges::upper_bound(deletions_, now_ - deletion_window);
  return static_cast<std::size_t>(deletions_.end() - pending);
}

double KmsUsage::key_hours() const {
  const KeyTime count{alive_.size()};
  const KeyTime lived_so_far = count * now_.time_since_epoch().count() - creation_times_;
  return static_cast<double>(past_key_time_ + lived_so_far) / nanoseconds_an_hour;
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
