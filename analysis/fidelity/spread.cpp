#include "analysis/fidelity/spread.hpp"

#include <algorithm>

#include "analysis/fidelity/happenings.hpp"

namespace spindrift::analysis {
namespace {

using history::Event;
using history::History;
using history::KeyType;
using history::Time;

/// Shows every transition of a history with its category and subject.
template <class Use>
void each_transition(const History& history, const Use& use) {
  const CanonicalKeys keys{history};
  const auto show = [&](const std::string& category, const Happenings& happenings) {
    for (const auto& [subject, all] : happenings) {
      for (const Happening& each : all) use(category, subject, each);
    }
  };
  for (const KeyType type : {KeyType::jwt, KeyType::x509, KeyType::wit}) {
    const std::string word{word_for(type)};
    show(word + " in bundles", bundle_transitions(history, keys, type));
    show(word + " in journals", journal_transitions(history, keys, type));
  }
  show("ends of processes", ends_by_themselves(history));
  show("key sets served", key_set_transitions(history, keys));
}

/// The time below which that share of the seeds lies; seeds without one count as never.
Time quantile(std::vector<Time> times, std::size_t seeds, double share) {
  times.resize(std::max(seeds, times.size()), kernel::never);
  std::ranges::sort(times);
  const auto last = static_cast<double>(times.size() - 1);
  return times.at(static_cast<std::size_t>(share * last + 0.5));
}

/// Words for an event whose moment or partner a draw decided; empty for any other.
class LuckWords {
 public:
  explicit LuckWords(const history::Topology& topology) : topology_{topology} {}

  std::string operator()(const history::ConnectionOpened& what) const {
    return name(what.server) + "/connection-age and the load balancer's turn (to " +
           name(what.upstream) + ")";
  }
  std::string operator()(const history::PollingResumed& what) const {
    return name(what.server) + "/reconnect: gRPC's back-off";
  }
  std::string operator()(const history::KmsCalled& what) const {
    if (what.status == 200) return {};
    return name(what.server) + "/kms." + what.call.text() + ": the delay before the next attempt";
  }
  std::string operator()(const history::KeySetChanged& what) const {
    const history::Observer& observer = topology_.at(what.observer);
    if (observer.kind != history::ObserverKind::agent) return {};
    return observer.name + "/sync: the agent's jitter";
  }
  std::string operator()(const history::KeyPrepared& what) const {
    if (what.key.type == KeyType::x509 && what.signed_by.exists()) {
      return name(what.server) + "/connection-age and the load balancer's turn (signed by " +
             name(what.signed_by.maker) + ")";
    }
    if (what.key.type == KeyType::jwt && what.reason == history::PrepareReason::next_due) {
      return name(what.server) + "/tick-lateness: its threshold lies on a tick";
    }
    return {};
  }
  std::string operator()(const history::JournalLoaded& what) const {
    return name(what.server) + "/start: the machine's time for it";
  }
  std::string operator()(const history::ListForwarded& what) const {
    return name(what.server) + "/start: the phase of its polls and looks";
  }
  template <class Other>
  std::string operator()(const Other&) const {
    return {};
  }

 private:
  [[nodiscard]] std::string name(history::ServerId server) const {
    return server == history::ServerId::none ? "?" : topology_.at(server).name;
  }
  const history::Topology& topology_;
};

}  // namespace

std::string luck_of(const History& history, history::EventId event) {
  const LuckWords words{history.topology};
  for (history::EventId id = event; id != history::EventId::none;) {
    const Event& each = history.events.at(number(id) - 1);
    std::string luck = std::visit(words, each.what);
    if (!luck.empty()) return luck;
    id = each.cause;
  }
  return {};
}

Spread::Spread(const History& recorded) {
  std::map<Name, std::size_t> counts;
  each_transition(recorded, [&](const auto& category, const auto& subject, const auto& each) {
    const std::size_t count = counts[{category, subject, each.what, 0}]++;
    entries_[{category, subject, each.what, count}].recorded = each.at;
  });
}

void Spread::add(const History& predicted) {
  ++seeds_;
  std::map<Name, std::size_t> counts;
  each_transition(predicted, [&](const auto& category, const auto& subject, const auto& each) {
    const std::size_t count = counts[{category, subject, each.what, 0}]++;
    Entry& entry = entries_[{category, subject, each.what, count}];
    entry.predicted.push_back(each.at);
    if (std::string luck = luck_of(predicted, each.event); !luck.empty()) ++entry.luck[luck];
  });
}

std::vector<TransitionSpread> Spread::transitions() const {
  std::vector<TransitionSpread> all;
  for (const auto& [name, entry] : entries_) {
    const auto& [category, subject, what, count] = name;
    TransitionSpread spread;
    spread.category = category;
    spread.subject = subject;
    spread.what = count == 0 ? what : what + " (" + std::to_string(count + 1) + ")";
    spread.recorded = entry.recorded;
    spread.low = quantile(entry.predicted, seeds_, 0.01);
    spread.high = quantile(entry.predicted, seeds_, 0.99);
    const auto most =
        std::ranges::max_element(entry.luck, {}, [](const auto& each) { return each.second; });
    if (most != entry.luck.end()) spread.luck = most->first;
    all.push_back(std::move(spread));
  }
  std::ranges::stable_sort(all, {}, &TransitionSpread::recorded);
  return all;
}

double share_within(const std::vector<TransitionSpread>& transitions) {
  std::size_t recorded = 0;
  std::size_t within = 0;
  for (const TransitionSpread& each : transitions) {
    if (each.recorded == kernel::never) continue;
    ++recorded;
    if (each.is_within()) ++within;
  }
  return recorded == 0 ? 1.0 : static_cast<double>(within) / static_cast<double>(recorded);
}

}  // namespace spindrift::analysis
