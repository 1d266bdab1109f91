#pragma once

#include <functional>
#include <set>
#include <span>
#include <vector>

#include "sim/history/watcher.hpp"

namespace spindrift::analysis {

/// Follows which server signs JWT-SVIDs with which key (R19): one that answers, from the activation
/// of the key until that of the next, and never at or after the key's notAfter.
class SigningKeys final : public history::Watching<SigningKeys> {
 public:
  struct Change {
    history::ServerId server = history::ServerId::none;
    history::Key key;
    bool signs = false;
    history::Time at{};
  };
  using Listener = std::function<void(const Change&)>;

  /// `listener` hears of each change, stops before starts.
  explicit SigningKeys(Listener listener) : listener_{std::move(listener)} {}

  void begin(const history::Topology& topology) override;

  /// Lets time pass: keys that have expired by then have stopped signing when this returns.
  void advance(history::Time now);

  void see(const history::ServerSpawned& what, const history::Event& event);
  void see(const history::ServerListening& what, const history::Event& event);
  void see(const history::ServerEnded& what, const history::Event& event);
  void see(const history::KeyActivated& what, const history::Event& event);

  /// The key with which that server signs now; none when it does not.
  [[nodiscard]] history::Key signing(history::ServerId server) const;

  /// The servers that sign with that key now. More than one only where a cluster shares its keys.
  [[nodiscard]] std::span<const history::ServerId> signers_of(const history::Key& key) const {
    if (index(key.maker) >= by_maker_.size()) return {};
    const Numbers& numbers = numbers_by_maker_[index(key.maker)];
    if (key.number < numbers.lowest || key.number > numbers.highest) return {};
    for (const Signers& each : by_maker_[index(key.maker)]) {
      if (each.key == key) return each.servers;
    }
    return {};
  }

 private:
  struct ServerState {
    history::Key active;
    history::Time not_after{};
    bool listening = false;
    bool signs = false;
  };
  struct Signers {
    history::Key key;
    std::vector<history::ServerId> servers;
  };
  /// Of the keys of a maker that sign.
  struct Numbers {
    std::uint32_t lowest = 1;
    std::uint32_t highest = 0;
  };

  void stop(history::ServerId id, history::Time at);
  void start(history::ServerId id, history::Time at);
  void note_numbers(history::ServerId maker);

  Listener listener_;
  std::vector<ServerState> servers_;
  std::set<std::pair<history::Time, history::ServerId>> ends_;  ///< of the keys that sign
  /// By maker, of which hardly ever more than one key signs: far more keys are asked about than
  /// sign.
  std::vector<std::vector<Signers>> by_maker_;
  std::vector<Numbers> numbers_by_maker_;  ///< enough to pass by most that do not sign
};

}  // namespace spindrift::analysis
