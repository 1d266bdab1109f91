#include <algorithm>

#include "sim/model/agent.hpp"
#include "sim/model/cluster_site.hpp"
#include "sim/model/connection.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

using kernel::Task;

namespace {

/// Servers rebuild their cache of which entries belong to which agent this often (constants).
constexpr Duration entry_cache_interval{5s};

}  // namespace

/// Has the server sign an SVID. Whether it did.
Task<bool> Agent::renew(Svid& svid, ServerHost& host) {
  ServerLife* const life = host.life();
  if (life == nullptr || host.is_paused() || site_.datastore.is_down()) co_return false;
  const Time asked_at = world_.now();
  Time not_after{};
  try {
    // A signature that nobody sees is not waited for.
    if (signatures_are_seen()) {
      not_after = co_await signed_by(*life, svid.lifetime);
    } else {
      not_after = life->end_of_svid(svid.lifetime);
    }
  } catch (const Failure&) {
    co_return false;
  }
  note_signature(svid, asked_at, not_after);
  co_return true;
}

void Agent::note_signature(Svid& svid, Time asked_at, Time not_after) {
  svid.issued_at = world_.whole_seconds(asked_at) - not_before_backdating;
  svid.not_after = not_after;
  svid.renewed_from = svid.not_after - draw(HalfLife{svid});
}

/// The end of an SVID that the server signs. Throws when it does not.
Task<Time> Agent::signed_by(ServerLife& server, Duration lifetime) {
  const Handler sign = [lifetime](ServerLife& asked) { return asked.sign_svid(lifetime); };
  const kernel::Order order{static_cast<std::uint8_t>(Phase::observer),
                            static_cast<std::uint32_t>(observer_)};
  const Time deadline = later(world_.now(), site_.options().agent.rpc_deadline);
  const auto outcome = co_await ask(server, order, sign, deadline);
  if (!outcome) throw Failure{"agent: context deadline exceeded"};
  if (outcome->error) throw Failure{*outcome->error};
  co_return outcome->reply.not_after;
}

/// Signatures of other key managers cost nothing that anybody sees.
bool Agent::signatures_are_seen() const {
  return site_.options().key_manager.kind == KeyManagerKind::aws_kms;
}

/// Attestation takes a connection of its own and a signature for the agent's SVID.
Task<bool> Agent::attest() {
  Passage passage;
  ServerHost* host = site_.next_server(passage);
  if (passage.waits) host = co_await site_.wait_for_turn(passage);
  if (host == nullptr) co_return false;
  own_svid_ = Svid{site_.options().agent.svid_lifetime, {}, {}, {}};
  if (!co_await renew(own_svid_, *host)) co_return false;
  const bool has_downstreams =
      std::ranges::any_of(world_.deployment.topology.clusters,
                          [&](const history::Cluster& c) { return c.upstream == site_.id(); });
  kernel::StreamName name{world_.deployment.topology.at(observer_).name};
  name.add("/entries@").add(static_cast<std::uint64_t>(world_.now().time_since_epoch().count()));
  kernel::ShortStream draws = world_.short_stream(name);
  const Time visible = later(world_.now(), draws.between({}, entry_cache_interval));
  const Duration usual = site_.options().default_x509_svid_ttl;
  entries_.clear();
  if (has_downstreams) {
    entries_.push_back({site_.options().downstream_entry_ttl.value_or(usual), {}, {}, visible});
  }
  entries_.insert(entries_.end(), site_.options().agent.workload_entries,
                  Svid{usual, {}, {}, visible});
  changed.raise();
  co_return true;
}

Task<> Agent::renew_entries(ServerHost& host) {
  const std::uint32_t process = host.life_number();
  for (Svid& svid : entries_) {
    if (svid.renewed_from > world_.now()) continue;
    if (host.life_number() != process || !co_await renew(svid, host)) co_return;
  }
}

Time Agent::entries_due() const {
  if (!signatures_are_seen()) return kernel::never;
  Time due = kernel::never;
  for (const Svid& svid : entries_) due = std::min(due, svid.renewed_from);
  return due;
}

}  // namespace spindrift::model
