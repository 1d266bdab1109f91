#include "sim/model/kms.hpp"

#include <algorithm>

namespace spindrift::model {

using kernel::Task;

namespace {
constexpr int attempts_max = 3;        // AWS SDK for Go v2, standard retryer
constexpr Duration back_off_max{20s};  // same
constexpr std::int32_t status_ok = 200;
constexpr std::int32_t status_refused = 400;  // what KMS answers to a throttled request
}  // namespace

KmsAccount::KmsAccount(World& world, std::string name) : world_{world}, name_{std::move(name)} {}

void KmsAccount::fail(std::string call_name, std::string error, Duration lasts) {
  outages_.push_back(
      {std::move(call_name), std::move(error), world_.now(), later(world_.now(), lasts)});
}

KmsKey* KmsAccount::find(const Key& key) {
  const auto found = std::find_if(keys.begin(), keys.end(),
                                  [&](const KmsKey& candidate) { return candidate.key == key; });
  return found == keys.end() ? nullptr : &*found;
}

std::size_t KmsAccount::alias_count() const {
  std::size_t count = 0;
  for (const auto& [identity, own] : aliases) {
    for (const auto& slots : own.keys) {
      count += static_cast<std::size_t>(
          std::count_if(slots.begin(), slots.end(), [](const Key& key) { return key.exists(); }));
    }
  }
  return count;
}

std::string KmsAccount::error_now(const std::string& call_name, const KeyManagerOptions& options) {
  const Time now = world_.now();
  for (const Outage& outage : outages_) {
    const bool meant = outage.call_name == "*" || outage.call_name == call_name;
    if (meant && outage.from <= now && now < outage.until) return outage.error;
  }
  for (const KmsQuota& quota : options.quotas) {
    if (quota.call != call_name || quota.per_second == 0) continue;
    auto& [second, used] = used_in_second_[call_name];
    const Time this_second = std::chrono::floor<std::chrono::seconds>(now);
    if (second != this_second) {
      second = this_second;
      used = 0;
    }
    if (++used > quota.per_second) return "ThrottlingException";
  }
  return {};
}

Task<> KmsAccount::call(ServerId who, const KeyManagerOptions& options, std::string call_name,
                        Key key, std::string slot, Time deadline) {
  const auto own = options.kms_call_by_name.find(call_name);
  const Latency& latency = own == options.kms_call_by_name.end() ? options.kms_call : own->second;
  kernel::RandomStream latencies =
      world_.stream(world_.name(who) + "/kms." + call_name + "@" +
                    std::to_string(world_.now().time_since_epoch().count()));
  for (int attempt = 1;; ++attempt) {
    const Time began = world_.now();
    const Time answered = later(began, draw(latency, latencies));
    co_await kernel::wait_until(world_.simulation, std::min(answered, deadline));
    if (answered > deadline) throw Failure{"kms " + call_name + ": context deadline exceeded"};
    const std::string error = error_now(call_name, options);
    world_.record(history::KmsCalled{who, call_name, key, slot,
                                     error.empty() ? status_ok : status_refused,
                                     world_.now() - began});
    if (error.empty()) co_return;
    if (error != "ThrottlingException" || attempt == attempts_max) {
      throw Failure{"kms " + call_name + ": " + error};
    }
    const Duration longest = std::min<Duration>(std::chrono::seconds{1 << attempt}, back_off_max);
    const Time again = later(world_.now(), latencies.between({}, longest));
    co_await kernel::wait_until(world_.simulation, std::min(again, deadline));
    if (again > deadline) throw Failure{"kms " + call_name + ": context deadline exceeded"};
  }
}

}  // namespace spindrift::model
