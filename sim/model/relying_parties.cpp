#include "sim/model/relying_parties.hpp"

#include "sim/kernel/ticker.hpp"
#include "sim/model/cluster_site.hpp"
#include "sim/model/connection.hpp"
#include "sim/model/key_changes.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

using history::ObserverKind;
using kernel::Process;

RelyingParties::RelyingParties(World& world) : world_{world} {
  for (std::size_t place = 0; place < world.deployment.providers.size(); ++place) {
    sets_.push_back(std::make_unique<KeySet>(world.simulation));
  }
}

void RelyingParties::start() {
  const auto& observers = world_.deployment.topology.observers;
  std::map<ObserverId, KeySet*> set_of;
  std::size_t providers = 0;
  std::size_t parties = 0;
  const auto order = [](std::size_t place) {
    return kernel::Order{static_cast<std::uint8_t>(Phase::observer),
                         static_cast<std::uint32_t>(place), 1};
  };
  for (std::size_t place = 0; place < observers.size(); ++place) {
    const ObserverId id{static_cast<std::uint32_t>(place)};
    if (observers[place].kind == ObserverKind::discovery_provider) {
      KeySet& set = *sets_[providers];
      set_of[id] = &set;
      world_.simulation.root().start(order(place),
                                     provide(id, world_.deployment.providers[providers++], set));
    } else if (observers[place].kind == ObserverKind::relying_party) {
      const RelyingParty& party = world_.deployment.relying_parties[parties++];
      world_.simulation.root().start(order(place), rely(id, party, *set_of.at(party.provider)));
    }
  }
}

void RelyingParties::change(ObserverId id, ServerId from, BundleVersion& held,
                            const BundleVersion& to) {
  auto [added, removed] = changed_jwt_keys(held, to);
  held = to;
  if (added.empty() && removed.empty()) return;
  world_.simulation.set_cause(to->event);
  world_.record(history::KeySetChanged{id, from, std::move(added), std::move(removed)});
}

Process RelyingParties::provide(ObserverId id, const DiscoveryProvider& provider, KeySet& set) {
  ServerHost& host = world_.host(provider.server);
  Datastore& store = world_.site(host.cluster()).datastore;
  const Time starts_at{provider.starts_at};
  co_await kernel::wait_until(world_.simulation, starts_at);
  kernel::Ticker polls{world_.simulation, world_.now(), provider.poll_interval};
  const auto due = [&] {
    const bool can_change = host.is_running() && set.bundle != store.committed();
    return can_change ? world_.now() : kernel::never;
  };
  kernel::Scope watching{world_.simulation.root()};
  const kernel::Order order{static_cast<std::uint8_t>(Phase::observer),
                            static_cast<std::uint32_t>(id)};
  watching.start(order, kernel::reconsider_when(store.bundle_changed, polls));
  watching.start(order, kernel::reconsider_when(host.changed, polls));
  for (;;) {
    co_await polls.next(due);
    ServerLife* const life = host.life();
    if (life == nullptr || !life->is_listening() || host.is_paused()) continue;
    const Handler get_bundle = [](ServerLife& asked) { return asked.get_bundle(); };
    const auto outcome =
        co_await ask(*life, order, get_bundle, later(world_.now(), provider.poll_interval));
    if (!outcome || outcome->error) continue;  // polled again
    change(id, provider.server, set.bundle, outcome->reply.bundle);
    set.changed.raise();
  }
}

Process RelyingParties::rely(ObserverId id, const RelyingParty& party, KeySet& source) {
  BundleVersion held;
  bool refused = false;
  for (;;) {
    // Nothing can change before the provider's set does.
    while (held == source.bundle) co_await source.changed.wait();
    if (party.refetches_on_miss) {
      co_await pass(world_.simulation, party.refetch_cooldown);
    } else if (party.cache_lifetime > Duration{} && held) {
      const Duration lifetime = party.cache_lifetime;
      const Duration into = (world_.now() - Time{}) % lifetime;
      co_await pass(world_.simulation, lifetime - into);
    }
    const auto keys = static_cast<std::uint32_t>(source.bundle->jwt_keys.size());
    const bool too_many = party.key_limit > 0 && keys > party.key_limit;
    const ServerId from = world_.deployment.topology.at(party.provider).server;
    change(id, from, held, source.bundle);
    if (too_many == refused) continue;
    refused = too_many;
    world_.record(history::KeySetRefused{id, keys, party.key_limit, refused});
  }
}

}  // namespace spindrift::model
