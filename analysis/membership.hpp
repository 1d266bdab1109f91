#pragma once

#include <map>
#include <optional>
#include <vector>

#include "sim/history/watcher.hpp"

namespace spindrift::analysis {

/// A key, or root, listed by a cluster for a time.
struct Listing {
  history::ClusterId cluster = history::ClusterId::none;
  history::Key key;
  history::Time from{};
  std::optional<history::Time> until;  ///< empty: still listed at the end
  history::EventId added_by = history::EventId::none;
  history::EventId removed_by = history::EventId::none;
};

/// How many records of a type a cluster lists from a moment on.
struct CountStep {
  history::Time from{};
  history::ClusterId cluster = history::ClusterId::none;
  std::size_t count = 0;
};

/// Writes down who lists which keys from when until when, and the counts over time. Its memory
/// grows with every change, so it is for reports and explanations, not for long sweeps.
class Membership final : public history::Watching<Membership> {
 public:
  explicit Membership(history::KeyType type = history::KeyType::jwt) : type_{type} {}

  void begin(const history::Topology& topology) override;
  void see(const history::BundleChanged& what, const history::Event& event);

  /// All listings by their beginning; those of one change in the order of the bundle.
  [[nodiscard]] const std::vector<Listing>& listings() const { return listings_; }

  /// All counts, by time.
  [[nodiscard]] const std::vector<CountStep>& steps() const { return steps_; }

  /// What that cluster lists now, in the order in which it was listed. A key that stands there
  /// twice, tainted and not, is given once.
  [[nodiscard]] std::vector<history::Key> keys(history::ClusterId cluster) const;

  /// The listing of that key in that cluster that lasts, or the last one; null when there is none.
  [[nodiscard]] const Listing* find(history::ClusterId cluster, const history::Key& key) const;

 private:
  struct Held {
    std::size_t listing = 0;
    std::size_t records = 0;
  };
  using PlaceOfKey = std::pair<history::ClusterId, history::Key>;

  history::KeyType type_;
  std::vector<Listing> listings_;
  std::vector<CountStep> steps_;
  std::vector<std::size_t> counts_;
  std::map<PlaceOfKey, Held> held_;
};

}  // namespace spindrift::analysis
