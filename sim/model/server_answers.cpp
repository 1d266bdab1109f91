#include <algorithm>

#include "sim/model/cluster_site.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

using history::BundleRecord;
using kernel::MutexHold;
using kernel::Task;

bool ServerLife::is_bundle_cached() const {
  return cached_bundle_ && world_.now() < later(cached_at_, behaviour_.bundle_cache_lifetime);
}

void ServerLife::drop_cached_bundle() {
  cached_bundle_.reset();
  cache_dropped_at_ = world_.now();
}

/// Polls that find nothing new are left out (R22), but each of them would have refreshed the cached
/// copy: one less than a second before a change keeps it from the polls of the next second.
void ServerLife::catch_up_with_polls_left_out() {
  const Duration lifetime = behaviour_.bundle_cache_lifetime;
  const ClusterSite& site = world_.site(host_.cluster());
  const Datastore& store = site.datastore;
  const Time changed_at = store.changed_at();
  if (caught_up_at_ == changed_at) return;
  caught_up_at_ = changed_at;
  const BundleVersion& before = store.replaced();
  if (!before || world_.now() >= later(changed_at, lifetime) || host_.is_paused()) return;
  std::vector<Time> polls;
  for (const ServerId downstream : site.pollers.of(*before)) {
    ServerLife* const client = world_.host(downstream).life();
    if (client == nullptr || !client->upstream()->is_connected_to(id_, number_)) continue;
    const auto poll = client->upstream()->last_poll_left_out(before);
    if (poll && *poll < changed_at) polls.push_back(*poll);  // a later one is carried out
  }
  std::ranges::sort(polls);
  // Which of them were answered from the copy follows from the round before.
  for (const Duration rounds : {behaviour_.upstream_poll_interval, Duration{}}) {
    for (const Time poll : polls) {
      const Time at = poll - rounds;
      const bool is_answered_from_copy = cached_bundle_ && at < later(cached_at_, lifetime);
      if (is_answered_from_copy || at < cache_dropped_at_) continue;
      cached_bundle_ = before;
      cached_at_ = at;
    }
  }
}

Task<Reply> ServerLife::get_bundle() {
  MutexHold turn = co_await cache_turn_.lock();  // a hung query stalls all of them (R17)
  if (!is_bundle_cached()) catch_up_with_polls_left_out();
  if (!is_bundle_cached()) {
    cached_bundle_ = co_await datastore().read_bundle();
    cached_at_ = world_.now();
    if (!cached_bundle_) throw Failure{"no bundle"};
  }
  world_.simulation.set_cause(cached_bundle_->event);
  Reply reply;
  reply.bundle = cached_bundle_;
  co_return reply;
}

BundleVersion ServerLife::bundle_at_hand() {
  if (cache_turn_.is_locked()) return nullptr;
  if (!is_bundle_cached()) catch_up_with_polls_left_out();
  return is_bundle_cached() ? cached_bundle_ : nullptr;
}

Task<Reply> ServerLife::sign_downstream_ca(Duration downstream_ca_ttl) {
  const KeySlot& authority = authorities_.signing_x509();
  if (authority.is_empty()) throw Failure{"no X.509 authority"};
  const Duration entry_ttl =
      options().downstream_entry_ttl.value_or(options().default_x509_svid_ttl);
  const Duration lifetime = behaviour_.downstream_asks_ca_lifetime ? downstream_ca_ttl : entry_ttl;
  Reply reply;
  reply.signed_by = authority.key;
  reply.root = authority.root;
  reply.not_after = std::min(later(world_.now(), lifetime), authority.not_after);
  co_await key_manager_.sign(authority.key);
  reply.bundle = co_await datastore().read_bundle();
  cached_bundle_ = reply.bundle;  // every read of the row refreshes the copy (R17)
  cached_at_ = world_.now();
  co_return reply;
}

Time ServerLife::end_of_svid(Duration lifetime) const {
  const KeySlot& authority = authorities_.signing_x509();
  if (authority.is_empty()) throw Failure{"no X.509 authority"};
  return std::min(world_.whole_seconds(later(world_.now(), lifetime)), authority.not_after);
}

Task<Reply> ServerLife::sign_svid(Duration lifetime) {
  Reply reply;
  reply.not_after = end_of_svid(lifetime);
  reply.signed_by = authorities_.signing_x509().key;
  co_await key_manager_.sign(reply.signed_by);
  co_return reply;
}

Task<Reply> ServerLife::push_jwt_key(BundleRecord key) {
  Reply reply;
  if (upstream_) {
    reply.bundle = co_await upstream_->publish(key);
  } else {
    std::vector<BundleRecord> keys{key};
    reply.bundle = co_await datastore().append(id(), std::move(keys));
  }
  co_return reply;
}

Task<Reply> ServerLife::local_authority(ActionKind command) {
  if (!behaviour_.local_authority_commands) {
    throw Failure{"localauthority is not available in SPIRE " + behaviour_.version};
  }
  if (command == ActionKind::prepare) co_await authorities_.prepare_jwt_by_hand();
  if (command == ActionKind::activate) co_await authorities_.activate_jwt_by_hand();
  if (command == ActionKind::taint) co_await datastore().taint(id(), authorities_.old_jwt_key());
  if (command == ActionKind::revoke) co_await datastore().revoke(id(), authorities_.old_jwt_key());
  co_return Reply{};
}

}  // namespace spindrift::model
