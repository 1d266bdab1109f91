#include "analysis/key_counts.hpp"

namespace spindrift::analysis {

void KeyCount::change(std::size_t added, std::size_t removed, history::Time at) {
  settle(at);
  if (!first_key_ && added > 0) first_key_ = at;
  now_ = now_ + added - removed;
  if (now_ > peak_) {
    peak_ = now_;
    peak_at_ = at;
  }
  if (now_ > limit_ && !first_above_) first_above_ = at;
}

void KeyCount::settle(history::Time at) {
  const history::Duration span = at - settled_until_;
  if (now_ > limit_) above_ += span;
  key_seconds_ += static_cast<double>(now_) * kernel::in_seconds(span);
  settled_until_ = at;
}

history::Duration KeyCount::time_above(history::Time until) const {
  KeyCount settled = *this;
  settled.settle(until);
  return settled.above_;
}

double KeyCount::mean(history::Time until) const {
  if (!first_key_ || until <= *first_key_) return 0;
  KeyCount settled = *this;
  settled.settle(until);
  return settled.key_seconds_ / kernel::in_seconds(until - *first_key_);
}

void KeyCounts::begin(const history::Topology& topology) {
  const KeyCount none{limit_};
  clusters_.assign(topology.clusters.size(), ByType{none, none, none});
  observers_.assign(topology.observers.size(), none);
}

void KeyCounts::see(const history::BundleChanged& what, const history::Event& event) {
  std::array<std::size_t, 3> added{};
  std::array<std::size_t, 3> removed{};
  for (const auto& record : what.added) ++added[static_cast<std::size_t>(record.key.type)];
  for (const auto& record : what.removed) ++removed[static_cast<std::size_t>(record.key.type)];
  ByType& counts = clusters_.at(index(what.cluster));
  for (std::size_t type = 0; type < counts.size(); ++type) {
    if (added[type] + removed[type] > 0) counts[type].change(added[type], removed[type], event.at);
  }
}

void KeyCounts::see(const history::KeySetChanged& what, const history::Event& event) {
  observers_.at(index(what.observer)).change(what.added.size(), what.removed.size(), event.at);
}

void KeyCounts::see(const history::ObserverStarted& what, const history::Event& event) {
  KeyCount& count = observers_.at(index(what.observer));
  count.change(0, count.now(), event.at);  // it starts with nothing
}

}  // namespace spindrift::analysis
