#include "sim/model/server_host.hpp"

#include <algorithm>

#include "sim/model/cluster_site.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

using kernel::Process;
using kernel::Task;

ServerHost::ServerHost(World& world, ServerId id)
    : changed{world.simulation},
      world_{world},
      options_{
          world.deployment.clusters.at(history::index(world.deployment.topology.at(id).cluster))},
      behaviour_{&world.kept(options_.behaviour)},
      id_{id},
      cluster_{world.deployment.topology.at(id).cluster},
      supervised_{options_.supervised},
      kms_luck_{world.name(id) + "/kms."},
      back_off_{options_.supervisor_back_off} {}

ServerHost::~ServerHost() = default;

std::string ServerHost::identity_value() const { return world_.deployment.topology.at(id_).name; }

std::optional<std::string> ServerHost::kms_identity() const {
  if (options().key_manager.identity == KmsIdentity::value) return identity_value();
  if (!disk_.identity) return std::nullopt;
  return "file-" + std::to_string(*disk_.identity);
}

Key ServerHost::peek_key(KeyType type) const {
  return {id_, type, keys_made_[static_cast<std::size_t>(type)] + 1};
}

Key ServerHost::next_key(KeyType type) {
  ++keys_made_[static_cast<std::size_t>(type)];
  return {id_, type, keys_made_[static_cast<std::size_t>(type)]};
}

void ServerHost::remember_root(const Key& authority, const Key& root) {
  if (roots_.size() <= authority.number) roots_.resize(authority.number + 1);
  roots_[authority.number] = root;
}

Key ServerHost::root_of(const Key& authority) const {
  const bool is_known = authority.maker == id_ && authority.number < roots_.size();
  return is_known ? roots_[authority.number] : Key{};
}

void ServerHost::spawn() {
  if (running_) return;
  running_ = true;
  paused_ = false;
  ++lives_;
  spawned_at_ = world_.now();
  world_.record(history::ServerSpawned{id_, behaviour_->version});
  life_ = std::make_unique<ServerLife>(world_, *this, lives_);
  life_->start();
}

void ServerHost::gone(const std::string& why, bool by_itself) {
  if (HealthCheck* const health = life_->health()) health->settle();
  running_ = false;
  paused_ = false;
  ended_at_ = world_.now();
  world_.record(history::ServerEnded{id_, by_itself, why});
  life_->scope().kill();
  const std::vector<CallInFlight*> calls = std::exchange(life_->calls(), {});
  for (CallInFlight* const call : calls) call->cut("upstream: connection reset by peer");
  changed.raise();
  world_.site(cluster_).servers_have_changed();
}

Task<> ServerHost::stop(std::string why) {
  if (!running_) co_return;
  const std::uint32_t stopping = lives_;
  const Time latest = later(world_.now(), behaviour_->shutdown_grace);
  while (running_ && lives_ == stopping && !life_->calls().empty() && world_.now() < latest) {
    co_await pass(world_.simulation, options().machine.clean_end.typical());
  }
  co_await pass(world_.simulation, options().machine.clean_end.typical());
  if (running_ && lives_ == stopping) gone(why, false);
}

void ServerHost::kill(const std::string& why) {
  if (running_) gone(why, false);
}

void ServerHost::end_by_itself(const std::string& why) {
  if (!running_) return;
  gone(why, true);
  if (supervised_) {
    world_.simulation.root().start(order_of(Phase::plan, ClusterId::none, 1), supervise());
  }
}

Process ServerHost::supervise() {
  // As Kubernetes does: the wait doubles, and is forgotten after ten minutes of life.
  if (world_.now() - spawned_at_ > Duration{10min}) back_off_ = options().supervisor_back_off;
  const Duration wait = back_off_;
  back_off_ = std::min(back_off_ * 2, options().supervisor_back_off_cap);
  co_await pass(world_.simulation, wait);
  spawn();
}

void ServerHost::vanish() {
  if (!running_) return;
  if (HealthCheck* const health = life_->health()) health->settle();
  running_ = false;
  ended_at_ = world_.now();
  vanished_life_ = lives_;
  vanished_at_ = world_.now();
  world_.record(history::ServerEnded{id_, false, "host vanished"});
  life_->scope().kill();
  for (CallInFlight* const call : std::exchange(life_->calls(), {})) call->forget();
  disk_ = Disk{};
  changed.raise();
  world_.site(cluster_).servers_have_changed();
}

void ServerHost::pause() {
  if (!running_ || paused_) return;
  paused_ = true;
  life_->own_svid().watch_for_good();
  if (HealthCheck* const health = life_->health()) health->sign_for_good();
  life_->scope().pause();
  changed.raise();
  world_.site(cluster_).servers_have_changed();
}

void ServerHost::resume() {
  if (!running_ || !paused_) return;
  paused_ = false;
  if (life_->own_svid().not_after() <= world_.now()) resumed_expired_at_ = world_.now();
  life_->scope().resume();
  changed.raise();
  world_.site(cluster_).servers_have_changed();
}

bool ServerHost::resumes_with_expired_svid() const { return resumed_expired_at_ == world_.now(); }

void ServerHost::lose_disk() { disk_ = Disk{}; }

}  // namespace spindrift::model
