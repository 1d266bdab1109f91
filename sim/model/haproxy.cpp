#include "sim/model/haproxy.hpp"

#include <algorithm>
#include <utility>

namespace spindrift::model {
namespace {

/// How often a connection that was refused is tried again (`retries`).
constexpr int retries = 3;

constexpr Duration phase_error = 100ms;

}  // namespace

/// HAProxy spreads the first checks of all servers over one interval. When it began is not known to
/// the millisecond, and each check takes a moment, which adds up.
Duration Haproxy::draw_phase(ServerId server) const {
  const Duration interval = network_.load_balancer_check;
  kernel::StreamName name{world_.name(server)};
  name.add("/load-balancer-check");
  kernel::ShortStream draws = world_.short_stream(name);
  const std::optional<Time>& since = world_.deployment.load_balancer_checks_since;
  if (!since) return draws.between({}, interval);
  const auto& servers = world_.deployment.topology.servers;
  const Duration apart = interval / static_cast<std::int64_t>(servers.size());
  const Duration first =
      since->time_since_epoch() + static_cast<std::int64_t>(history::index(server)) * apart;
  const Duration phase = draws.between(first - phase_error, first + phase_error) % interval;
  return phase < Duration{} ? phase + interval : phase;
}

Haproxy::Haproxy(World& world, const history::Cluster& cluster, const NetworkOptions& network)
    : world_{world}, network_{network}, turns_{cluster.servers.size()} {
  for (const ServerId server : cluster.servers) {
    servers_.emplace_back().phase = draw_phase(server);
    turns_.take_out(servers_.size() - 1);  // it is not there when the first check looks
  }
}

/// The `count`-th check from that moment on.
Time Haproxy::check_from(Time moment, std::uint32_t count, const Watched& server) const {
  const Duration interval = network_.load_balancer_check;
  const Duration since_last = (moment.time_since_epoch() - server.phase + interval) % interval;
  const Duration until_first = since_last == Duration{} ? Duration{} : interval - since_last;
  return later(moment, until_first + (count - 1) * interval);
}

/// What checks have found since the last connection, in their order.
void Haproxy::catch_up() {
  std::vector<std::pair<Time, std::size_t>> changes;
  for (std::size_t place = 0; place < servers_.size(); ++place) {
    const Watched& server = servers_[place];
    const Time change = std::min(server.up_from, server.out_from);
    if (change <= world_.now()) changes.emplace_back(change, place);
  }
  std::ranges::sort(changes);
  for (const auto& [moment, place] : changes) {
    Watched& server = servers_[place];
    if (server.listens) {
      turns_.bring_in(place);
    } else {
      turns_.take_out(place);
    }
    server.up_from = server.out_from = kernel::never;
  }
}

void Haproxy::take_note(std::size_t place, bool listens) {
  Watched& server = servers_[place];
  if (server.listens == listens) return;
  catch_up();
  server.listens = listens;
  // What the last change would have shown to a check is over.
  server.up_from = server.out_from = kernel::never;
  if (listens) {
    if (!turns_.is_in(place)) server.up_from = check_from(world_.now(), 1, server);
  } else if (turns_.is_in(place)) {
    server.out_from = check_from(world_.now(), network_.load_balancer_checks_until_out, server);
  }
}

std::optional<std::size_t> Haproxy::lead(Passage& passage) {
  catch_up();
  passage.waits = false;
  for (;;) {
    if (!passage.assigned) passage.assigned = turns_.next(passage.refused_by);
    if (!passage.assigned) return std::nullopt;
    const std::size_t place = *passage.assigned;
    if (servers_[place].listens) return place;
    if (++passage.refusals > retries) return std::nullopt;
    const bool is_alone = turns_.servers_in() <= 1;
    // The last retry goes to another server in any case (`option redispatch`).
    if (!is_alone || !turns_.is_in(place) || passage.refusals == retries) {
      passage.refused_by = place;
      passage.assigned.reset();
    }
    if (is_alone) {
      passage.waits = true;
      return std::nullopt;
    }
  }
}

}  // namespace spindrift::model
