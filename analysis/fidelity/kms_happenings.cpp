#include <algorithm>

#include "analysis/fidelity/happenings.hpp"

namespace spindrift::analysis {

using history::Event;
using history::KmsCalled;

namespace {

constexpr history::Duration burst = std::chrono::seconds{1};

/// Names KMS keys by their maker's how many-th CreateKey of that type they come from.
class KmsKeys {
 public:
  explicit KmsKeys(const history::History& history) : topology_{history.topology} {
    for (const Event& event : history.events) {
      const auto* const called = std::get_if<KmsCalled>(&event.what);
      if (called == nullptr || called->call != "CreateKey" || called->status != 200) continue;
      if (!called->key.exists() || names_.contains(called->key)) continue;
      const std::uint32_t number = ++made_[{called->key.maker, called->key.type}];
      names_.emplace(called->key, history::Key{called->key.maker, called->key.type, number});
    }
  }

  /// Empty for a call about no key that is known: a list, a start's look at an alias, a failure.
  [[nodiscard]] std::string name(const KmsCalled& called) const {
    const auto found = names_.find(called.key);
    const bool looks_around = called.call == "DescribeKey" || called.call == "ListAliases";
    if (looks_around || called.status != 200 || found == names_.end()) return {};
    return to_string(topology_, found->second);
  }

 private:
  const history::Topology& topology_;
  std::map<history::Key, history::Key> names_;
  std::map<std::pair<history::ServerId, history::KeyType>, std::uint32_t> made_;
};

template <class Use>
void each_call(const history::History& history, const std::set<history::EventId>& apart,
               const Use& use) {
  const KmsKeys keys{history};
  std::set<std::string> fetched;
  for (const Event& event : history.events) {
    const auto* const called = std::get_if<KmsCalled>(&event.what);
    // STS is another service, whose calls recordings do not show.
    const bool is_kms = called != nullptr && called->call != "GetCallerIdentity";
    if (!is_kms || apart.contains(event.id)) continue;
    std::string key = keys.name(*called);
    // The first GetPublicKey of a key belongs to its generation. Any later one belongs to a start,
    // which asks by alias: recordings do not show for which key.
    const bool is_fetched = called->call == "GetPublicKey" && !key.empty();
    if (is_fetched && !fetched.insert(key).second) key.clear();
    use(event, *called, key);
  }
}

}  // namespace

Happenings kms_calls_by_server(const history::History& history,
                               const std::set<history::EventId>& apart) {
  struct Burst {
    history::Time last{};
    std::size_t number = 0;
  };
  std::map<history::ServerId, Burst> bursts;
  Happenings all;
  each_call(history, apart, [&](const Event& event, const KmsCalled& called, const auto& key) {
    Burst& own = bursts[called.server];
    if (own.number == 0 || event.at - own.last > burst) ++own.number;
    own.last = event.at;
    std::string what = called.call.text();
    if (!key.empty()) what += ' ' + key;
    if (called.status != 200) what += ' ' + std::to_string(called.status);
    all[history.topology.at(called.server).name].push_back(
        {std::move(what), event.at, event.id, own.number});
  });
  return all;
}

Happenings kms_calls_by_key(const history::History& history,
                            const std::set<history::EventId>& apart) {
  Happenings all;
  each_call(history, apart, [&](const Event& event, const KmsCalled& called, const auto& key) {
    if (key.empty()) return;
    const std::size_t version = number(event.id);
    all[key].push_back({called.call.text(), event.at, event.id, version});
  });
  return all;
}

}  // namespace spindrift::analysis
