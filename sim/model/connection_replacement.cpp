#include "sim/model/cluster_site.hpp"
#include "sim/model/connection.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

/// Why one side does not take the other's certificate, or null. Dates are looked at first.
const char* Connection::why_refused(const ServerLife& server) {
  if (server.own_svid().has_expired()) return "upstream: certificate has expired";
  if (!identity_.knows(server)) return "upstream: certificate signed by unknown authority";
  // The server reads in its datastore whose certificates it takes.
  return upstream_.datastore.is_down() ? "upstream: remote error: bad certificate" : nullptr;
}

bool Connection::is_due_for_replacement() const {
  return is_closed_for_its_age() && is_good() && identity_.is_at_hand();
}

Connection::Replacement::Replacement(Connection& connection)
    : connection_{connection}, begun_{connection.world_.now()} {}

void Connection::Replacement::begin() {
  connection_.state_ = State::connecting;
  const Duration round_trip = connection_.upstream_.options().network.round_trip.typical();
  connection_.world_.simulation.queue().schedule(*this, later(begun_, round_trip),
                                                 order_of(Phase::call, connection_.client_, 1));
}

/// A frozen client goes on in the order of its attempt, not of whoever waits for it.
void Connection::Replacement::fire() {
  if (process().scope().is_paused()) [[unlikely]] {
    kernel::Simulation& simulation = connection_.world_.simulation;
    const std::uint64_t outside = simulation.cause();
    simulation.set_cause(process().cause);
    connection_.try_on(Arrival{begun_, nullptr});
    simulation.set_cause(outside);
    is_handed_over_ = true;
  }
  ProcessWakeup::fire();
}

bool Connection::Replacement::await_resume() {
  if (is_handed_over_) return false;
  Passage passage;
  ServerHost* const host = connection_.upstream_.next_server(passage);
  const ServerLife* const life = host == nullptr ? nullptr : host->life();
  if (life == nullptr || host->is_paused() || connection_.why_refused(*life) != nullptr) {
    connection_.try_on(Arrival{begun_, host, passage});
    return false;
  }
  kernel::Simulation& simulation = connection_.world_.simulation;
  const std::uint64_t cause = simulation.cause();
  connection_.connect_to(*host);
  simulation.set_cause(cause);  // the attempt has a story of its own
  return true;
}

}  // namespace spindrift::model
