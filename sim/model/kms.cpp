#include "sim/model/kms.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "sim/model/server_host.hpp"

namespace spindrift::model {

using kernel::Process;
using kernel::Task;

namespace {
constexpr int attempts_max = 3;        // AWS SDK for Go v2, standard retryer
constexpr Duration back_off_max{20s};  // same
constexpr std::int32_t status_ok = 200;
constexpr std::int32_t status_refused = 400;

struct KmsError {
  std::string_view name;
  std::int32_t status;
};

/// What the SDK tries again: what it takes for throttling, and what KMS answers with a status of
/// 500 and more.
constexpr std::array retried{
    KmsError{"ThrottlingException", status_refused},
    KmsError{"LimitExceededException", status_refused},
    KmsError{"KMSInternalException", 500},
    KmsError{"KeyUnavailableException", 500},
    KmsError{"DependencyTimeoutException", 503},
};

const KmsError* find_retried(std::string_view error) {
  const auto* const found = std::ranges::find(retried, error, &KmsError::name);
  return found == retried.end() ? nullptr : found;
}

std::int32_t status_of(std::string_view error) {
  if (error.empty()) return status_ok;
  const KmsError* const known = find_retried(error);
  return known == nullptr ? status_refused : known->status;
}
}  // namespace

KmsAccount::KmsAccount(World& world, std::string name) : world_{world}, name_{std::move(name)} {}

void KmsAccount::fail(std::string call_name, std::string error, Duration lasts) {
  outages_.push_back(
      {std::move(call_name), std::move(error), world_.now(), later(world_.now(), lasts)});
}

KmsKey* KmsAccount::find(const Key& key) {
  // It is mostly one of the newest.
  const auto found = std::find_if(keys.rbegin(), keys.rend(),
                                  [&](const KmsKey& candidate) { return candidate.key == key; });
  return found == keys.rend() ? nullptr : &*found;
}

void KmsAccount::forget_the_deleted() {
  const Time now = world_.now();
  if (now < first_deletion) return;
  std::erase_if(keys,
                [&](const KmsKey& each) { return each.deleted_at && *each.deleted_at <= now; });
  first_deletion = kernel::never;
  for (const KmsKey& each : keys) {
    if (each.deleted_at) first_deletion = std::min(first_deletion, *each.deleted_at);
  }
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

std::string KmsAccount::error_now(KmsName call_name, const KeyManagerOptions& options) {
  const Time now = world_.now();
  for (const Outage& outage : outages_) {
    const bool meant = outage.call_name == "*" || call_name == outage.call_name;
    if (meant && outage.from <= now && now < outage.until) return outage.error;
  }
  for (const KmsQuota& quota : options.quotas) {
    if (call_name != quota.call || quota.per_second == 0) continue;
    auto& [second, used] = used_in_second_[call_name.text()];
    const Time this_second = std::chrono::floor<std::chrono::seconds>(now);
    if (second != this_second) {
      second = this_second;
      used = 0;
    }
    if (++used > quota.per_second) return "ThrottlingException";
  }
  return {};
}

/// A request on its way: its caller may be gone before the answer.
class KmsAccount::Sent {
 public:
  Sent(KmsAccount& account, ServerId who, KmsRequest request)
      : account_{&account}, who_{who}, request_{std::move(request)} {}

  [[nodiscard]] const std::string& call() const { return request_.call.text(); }
  [[nodiscard]] Time answered_at() const { return answered_at_; }
  void send(Time answered_at) {
    began_ = account_->world_.now();
    answered_at_ = answered_at;
  }

  /// Does what was asked and writes it down. The error, or nothing.
  std::string answer() {
    World& world = account_->world_;
    // Not those of the process, which may have ended.
    const KeyManagerOptions& options = world.host(who_).options().key_manager;
    std::string error = account_->error_now(request_.call, options);
    const Key key = request_.creates ? request_.creates(error.empty()) : request_.key;
    world.record(history::KmsCalled{who_, request_.call, key, request_.slot, status_of(error),
                                    world.now() - began_});
    if (error.empty() && request_.effect) request_.effect(key);
    return error;
  }

 private:
  KmsAccount* account_;
  ServerId who_;
  KmsRequest request_;
  Time began_{};
  Time answered_at_{};
};

Process KmsAccount::answer_later(Sent sent) {
  co_await kernel::wait_until(world_.simulation, sent.answered_at());
  static_cast<void>(sent.answer());
}

namespace {

const Latency& latency_of(const KeyManagerOptions& options, KmsName call_name) {
  if (options.kms_call_by_name.empty()) return options.kms_call;
  const auto own = options.kms_call_by_name.find(call_name.text());
  return own == options.kms_call_by_name.end() ? options.kms_call : own->second;
}

}  // namespace

kernel::ShortStream KmsAccount::luck_of(ServerId who, KmsName call_name, Time asked_at) const {
  kernel::StreamName name = world_.host(who).kms_luck();
  name.add(call_name.hash()).add(static_cast<std::uint64_t>(asked_at.time_since_epoch().count()));
  return world_.short_stream(name);
}

Time KmsAccount::answered_at(ServerId who, const KeyManagerOptions& options, KmsName call_name,
                             Time asked_at) const {
  kernel::ShortStream latencies = luck_of(who, call_name, asked_at);
  return later(asked_at, latency_of(options, call_name).draw(latencies));
}

Task<> KmsAccount::call(ServerId who, const KeyManagerOptions& options, KmsRequest request,
                        Time deadline) {
  const Latency& latency = latency_of(options, request.call);
  kernel::ShortStream latencies = luck_of(who, request.call, world_.now());
  struct Delivery {
    ~Delivery() {
      if (sent != nullptr) account.world_.outlive(order, account.answer_later(std::move(*sent)));
    }
    KmsAccount& account;
    kernel::Order order;
    Sent* sent;
  };
  Sent sent{*this, who, std::move(request)};
  for (int attempt = 1;; ++attempt) {
    sent.send(later(world_.now(), latency.draw(latencies)));
    Delivery delivery{*this, order_of(Phase::key_manager, who, ++sent_), &sent};
    co_await kernel::wait_until(world_.simulation, std::min(sent.answered_at(), deadline));
    if (sent.answered_at() > deadline) {
      const std::string late = sent.call();
      throw Failure{"kms " + late + ": context deadline exceeded"};
    }
    delivery.sent = nullptr;
    const std::string error = sent.answer();
    if (error.empty()) co_return;
    if (find_retried(error) == nullptr || attempt == attempts_max) {
      throw Failure{"kms " + sent.call() + ": " + error};
    }
    const Duration longest = std::min<Duration>(std::chrono::seconds{1 << attempt}, back_off_max);
    const Time again = later(world_.now(), latencies.between({}, longest));
    co_await kernel::wait_until(world_.simulation, std::min(again, deadline));
    if (again > deadline) throw Failure{"kms " + sent.call() + ": context deadline exceeded"};
  }
}

}  // namespace spindrift::model
