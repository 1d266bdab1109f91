#include "analysis/fidelity/verdicts.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "analysis/signing_keys.hpp"

namespace spindrift::analysis {

using history::Event;
using history::Key;
using history::ObserverId;
using history::ServerId;
using history::Time;

struct VerdictOracle::State {
  const history::History& history;
  std::size_t next = 0;
  SigningKeys signing{[](const SigningKeys::Change&) {}};
  std::vector<bool> running;
  std::vector<std::set<Key>> held;
};

VerdictOracle::VerdictOracle(const history::History& history)
    : state_{std::make_unique<State>(State{history, 0, SigningKeys{[](const auto&) {}}, {}, {}})} {
  state_->signing.begin(history.topology);
  state_->running.assign(history.topology.observers.size(), false);
  state_->held.assign(history.topology.observers.size(), {});
}

VerdictOracle::~VerdictOracle() = default;

void VerdictOracle::advance(Time now) {
  State& state = *state_;
  const auto& events = state.history.events;
  for (; state.next < events.size() && events[state.next].at <= now; ++state.next) {
    const Event& event = events[state.next];
    state.signing.on_event(event);
    if (const auto* const started = std::get_if<history::ObserverStarted>(&event.what)) {
      state.running.at(index(started->observer)) = true;
    } else if (const auto* const ended = std::get_if<history::ObserverEnded>(&event.what)) {
      state.running.at(index(ended->observer)) = false;
      state.held.at(index(ended->observer)).clear();
    } else if (const auto* const change = std::get_if<history::KeySetChanged>(&event.what)) {
      std::set<Key>& held = state.held.at(index(change->observer));
      for (const Key& key : change->removed) held.erase(key);
      held.insert(change->added.begin(), change->added.end());
    }
  }
  state.signing.advance(now);
}

Key VerdictOracle::key_of(ServerId signer) const { return state_->signing.signing(signer); }

bool VerdictOracle::runs(ObserverId agent) const { return state_->running.at(index(agent)); }

bool VerdictOracle::has(ObserverId agent, const Key& key) const {
  return state_->held.at(index(agent)).contains(key);
}

namespace {

/// An agent synchronises every 5 s ± 10 %; what the machine adds on either side.
constexpr history::Duration sync = std::chrono::milliseconds{5500};
constexpr history::Duration slack = std::chrono::seconds{1};

/// Moments at which something may change a verdict, of both histories.
class Transitions {
 public:
  void add(const history::History& history, const CanonicalKeys& keys) {
    for (const Event& event : history.events) {
      if (const auto* const change = std::get_if<history::BundleChanged>(&event.what)) {
        for (const auto* const records : {&change->added, &change->removed}) {
          for (const history::BundleRecord& record : *records) {
            listed_[{change->cluster, keys(record.key)}].push_back(event.at);
          }
        }
      } else if (const auto* const active = std::get_if<history::KeyActivated>(&event.what)) {
        activated_[active->server].push_back(event.at);
      } else if (const auto* const started = std::get_if<history::ObserverStarted>(&event.what)) {
        started_[started->observer].push_back(event.at);
      }
    }
  }

  [[nodiscard]] bool is_near(const VerdictSample& sample, history::ClusterId cluster) const {
    return is_within(listed_, {cluster, sample.recorded_key}, sample.at, sync) ||
           is_within(listed_, {cluster, sample.predicted_key}, sample.at, sync) ||
           is_within(activated_, sample.signer, sample.at, slack) ||
           is_within(started_, sample.verifier, sample.at, sync);
  }

 private:
  template <class Name>
  static bool is_within(const std::map<Name, std::vector<Time>>& moments, const Name& name,
                        Time sample, history::Duration after) {
    const auto found = moments.find(name);
    if (found == moments.end()) return false;
    return std::ranges::any_of(found->second, [&](Time moment) {
      return moment - slack <= sample && sample <= moment + after + slack;
    });
  }

  std::map<std::pair<history::ClusterId, Key>, std::vector<Time>> listed_;
  std::map<ServerId, std::vector<Time>> activated_;
  std::map<ObserverId, std::vector<Time>> started_;
};

}  // namespace

std::vector<VerdictSample> compare_verdicts(const history::History& recorded,
                                            const history::History& predicted) {
  const CanonicalKeys recorded_keys{recorded};
  const CanonicalKeys predicted_keys{predicted};
  Transitions transitions;
  transitions.add(recorded, recorded_keys);
  transitions.add(predicted, predicted_keys);
  VerdictOracle oracle{predicted};
  std::vector<VerdictSample> samples;
  for (const Event& event : recorded.events) {
    const auto* const tried = std::get_if<history::TokenTried>(&event.what);
    if (tried == nullptr) continue;
    oracle.advance(event.at);
    const Key key = oracle.key_of(tried->signer);
    VerdictSample sample;
    sample.at = event.at;
    sample.signer = tried->signer;
    sample.verifier = tried->verifier;
    sample.recorded_key = recorded_keys(tried->key);
    sample.predicted_key = predicted_keys(key);
    sample.recorded_accepted = tried->accepted;
    sample.predicted_accepted = oracle.has(tried->verifier, key);
    sample.recorded_event = event.id;
    sample.is_near_transition =
        transitions.is_near(sample, recorded.topology.at(tried->verifier).cluster);
    samples.push_back(sample);
  }
  return samples;
}

}  // namespace spindrift::analysis
