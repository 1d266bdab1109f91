#include "sim/model/round_robin.hpp"

namespace spindrift::model {

RoundRobin::RoundRobin(std::size_t servers)
    : servers_(servers),
      position_{weight * static_cast<std::int64_t>(servers)},
      cycle_weight_{position_},
      next_weight_{position_} {
  for (Server& server : servers_) server.queued = ++enqueued_;
}

void RoundRobin::enqueue(std::size_t server, Queue queue) {
  servers_[server].queue = queue;
  servers_[server].queued = ++enqueued_;
}

/// Into this cycle, or into the next one when the server is due only then.
void RoundRobin::enqueue(std::size_t server) {
  std::int64_t& due = servers_[server].due;
  if (due < 2 * cycle_weight_ && due < cycle_weight_ + next_weight_) {
    enqueue(server, Queue::current);
    return;
  }
  due -= cycle_weight_;
  enqueue(server, Queue::coming);
}

void RoundRobin::bring_in(std::size_t server) {
  if (servers_[server].queue != Queue::none) return;
  next_weight_ += weight;
  servers_[server].due = position_ + (next_weight_ + cycle_weight_ - position_) / weight;
  enqueue(server);
}

void RoundRobin::take_out(std::size_t server) {
  if (servers_[server].queue == Queue::none) return;
  next_weight_ -= weight;
  servers_[server].queue = Queue::none;
}

std::optional<std::size_t> RoundRobin::first_of(Queue queue) const {
  std::optional<std::size_t> first;
  const auto is_earlier = [&](const Server& one, const Server& other) {
    if (queue == Queue::current && one.due != other.due) return one.due < other.due;
    return one.queued < other.queued;
  };
  for (std::size_t place = 0; place < servers_.size(); ++place) {
    const Server& server = servers_[place];
    if (server.queue == queue && (!first || is_earlier(server, servers_[*first]))) first = place;
  }
  return first;
}

/// Who is due; else who has had no turn in this cycle; else who is due soonest.
std::optional<std::size_t> RoundRobin::find_due() {
  const std::optional<std::size_t> current = first_of(Queue::current);
  if (current && servers_[*current].due <= position_) return current;
  const std::optional<std::size_t> fresh = first_of(Queue::fresh);
  if (!fresh) return current;
  servers_[*fresh].due = 0;
  return fresh;
}

void RoundRobin::begin_cycle() {
  for (Server& server : servers_) {
    if (server.queue == Queue::coming) server.queue = Queue::fresh;
  }
  cycle_weight_ = next_weight_;
  position_ = cycle_weight_;
}

std::optional<std::size_t> RoundRobin::next(std::optional<std::size_t> avoided) {
  if (next_weight_ == 0) return std::nullopt;
  if (cycle_weight_ == 0) position_ = cycle_weight_ = next_weight_;
  const bool may_avoid = avoided && servers_[*avoided].queue != Queue::none && servers_in() > 1;
  std::optional<std::size_t> held;
  bool is_new_cycle = false;
  for (;;) {
    std::optional<std::size_t> found = find_due();
    if (!found) {
      begin_cycle();
      is_new_cycle = true;
      found = find_due();
    }
    Server& server = servers_[*found];
    if (server.due == 0) server.due = position_;
    server.due += servers_in();
    ++position_;
    if (may_avoid && !held && found == avoided) {
      server.queue = Queue::none;
      held = found;
      continue;
    }
    enqueue(*found);
    if (held && is_new_cycle) enqueue(*held, Queue::fresh);
    if (held && !is_new_cycle) enqueue(*held);
    return found;
  }
}

}  // namespace spindrift::model
