#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/key_hash.hpp"
#include "sim/history/watcher.hpp"

namespace spindrift::analysis {

/// What AWS charges for its KMS (public price list, us-east-1).
struct KmsPrices {
  double dollars_per_key_month = 1.0;  ///< prorated by the hour; nothing while pending deletion
  double dollars_per_10000_requests = 0.03;
  double hours_per_month = 730;
};

struct CallCount {
  std::size_t answered = 0;
  std::size_t refused = 0;              ///< throttled calls among them
  std::size_t in_a_second_at_most = 0;  ///< that ended within one second by the clock, one by one
};

/// Counts KMS calls and follows the life of the keys that they make (R14).
class KmsUsage final : public history::Watching<KmsUsage> {
 public:
  void begin(const history::Topology& topology) override;
  void see(const history::SignaturesCounted& what, const history::Event& event);
  void see(const history::KmsCalled& what, const history::Event& event);

  /// Lets time pass without an event.
  void advance(history::Time now) { now_ = now; }

  /// Whether any call was made.
  [[nodiscard]] bool is_used() const { return requests_ > 0; }

  /// By name of the call, over all servers.
  [[nodiscard]] std::map<std::string, CallCount> calls() const;

  /// The calls of that name by one server.
  [[nodiscard]] CallCount calls_of(history::ServerId server, std::string_view name) const;

  [[nodiscard]] std::size_t keys_created() const { return created_; }
  /// Keys of which the deletion was scheduled, whether or not their window is over.
  [[nodiscard]] std::size_t keys_scheduled_for_deletion() const { return scheduled_; }
  /// Keys that are waiting for the end of their 7 days now.
  [[nodiscard]] std::size_t keys_pending_deletion() const;
  /// The most that waited so at the same time.
  [[nodiscard]] std::size_t keys_pending_deletion_at_most() const { return pending_at_most_; }
  /// Keys that exist, are not scheduled for deletion, and have no alias: nobody finds them again.
  [[nodiscard]] std::size_t keys_orphaned() const { return alive_.size() - alive_with_alias_; }
  /// Keys that are paid for now.
  [[nodiscard]] std::size_t keys_alive() const { return alive_.size(); }

  /// What all of it has cost so far.
  [[nodiscard]] double dollars(const KmsPrices& prices = {}) const;
  /// What it would cost a month if it went on as over the whole history.
  [[nodiscard]] double dollars_a_month(const KmsPrices& prices = {}) const;

 private:
  /// Nanoseconds summed over keys: a fleet's keys live for more than 64 bits can count.
  __extension__ using KeyTime = __int128;

  struct KeyLife {
    history::Time created{};
    bool has_alias = false;
  };
  /// What an alias of a server points at. An identity that was lost keeps its own aliases.
  struct Alias {
    history::KmsName slot;
    history::Key target;
  };

  /// What a good answer changes.
  enum class Effect : std::uint8_t { none, new_key, new_alias, moved_alias, no_alias, deletion };
  /// All calls of one name.
  struct Calls {
    history::KmsName name;
    Effect effect = Effect::none;
    CallCount total;
    std::vector<CallCount> by_server;
    history::Time last_second{};
    std::size_t in_last_second = 0;
  };

  [[nodiscard]] history::Key& target_of(history::ServerId server, history::KmsName slot);
  [[nodiscard]] Calls& calls_named(history::KmsName name);
  void change(Effect effect, const history::KmsCalled& call);
  void set_alias(const history::Key& key, bool has_alias);
  void delete_key(const history::Key& key);
  [[nodiscard]] double key_hours() const;

  std::vector<Calls> calls_;  ///< a dozen at most, in the order in which they were first made
  std::size_t servers_ = 0;
  std::unordered_map<history::Key, KeyLife, KeyHash> alive_;
  KeyTime creation_times_ = 0;  ///< sum over those that are alive
  std::size_t alive_with_alias_ = 0;
  std::vector<std::vector<Alias>> aliases_;  ///< by server: half a dozen each
  std::vector<history::Time> deletions_;     ///< when each was scheduled
  std::size_t created_ = 0;
  std::size_t scheduled_ = 0;
  std::size_t pending_at_most_ = 0;
  std::size_t requests_ = 0;
  KeyTime past_key_time_ = 0;  ///< of keys that are no longer paid for
  history::Time now_{};
};

}  // namespace spindrift::analysis
