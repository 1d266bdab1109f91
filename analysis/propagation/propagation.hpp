#pragma once

#include <deque>
#include <map>
#include <unordered_map>
#include <vector>

#include "analysis/key_hash.hpp"
#include "analysis/propagation/hop_law.hpp"
#include "analysis/propagation/hop_parts.hpp"
#include "analysis/propagation/propagation_result.hpp"
#include "analysis/propagation/server_book.hpp"
#include "analysis/trust_domains.hpp"
#include "sim/history/history.hpp"

namespace spindrift::analysis {

struct PropagationOptions {
  HopTimes times;
  history::Time from{};  ///< keys that are begun before are left out
  history::Time until = kernel::never;
  kernel::Duration patience = std::chrono::hours{1};
};

/// Follows every JWT key from its making to each bundle, server, agent, discovery provider and
/// relying party of its trust domain that is there and listens when the root takes it. Memory grows
/// with the keys on their way, not with time.
class Propagation final : public history::EventSink {
 public:
  explicit Propagation(PropagationOptions options) : options_{std::move(options)} {}

  void begin(const history::Topology& topology) override;
  void on_event(const history::Event& event) override;

  /// Call once the history has ended.
  [[nodiscard]] PropagationResult take();

 private:
  struct Arrival {
    bool is_expected = false;
    bool is_there = false;
    std::uint32_t hops = 0;
    std::uint32_t way = 0;
    history::Time at{};
    Parts parts;
  };
  /// A key on its way. Places: clusters, then observers.
  struct Flight {
    history::Time began{};
    history::Time root_at{};
    history::ClusterId root = history::ClusterId::none;
    history::ClusterId maker = history::ClusterId::none;
    std::size_t waited_for = 0;
    std::vector<Arrival> arrivals;
  };
  using Flights = std::unordered_map<history::Key, Flight, KeyHash>;

  void on_bundle(const history::Event& event, const history::BundleChanged& change);
  void on_key_set(const history::Event& event, const history::KeySetChanged& change);
  void publish(const history::Event& event, const history::BundleChanged& change,
               const history::Key& key);
  void expect_everybody(Flight& flight);
  void reach_cluster(Flight& flight, const history::Event& event,
                     const history::BundleChanged& change);
  void reach_servers(const Flight& flight, history::ClusterId cluster, history::ServerId by);
  void reach_observer(Flight& flight, const history::Event& event, std::size_t observer);
  void arrive(Flight& flight, std::size_t place, PlaceKind kind, const Arrival& before,
              const HopLaw& law, history::Time at, const Parts& hop_parts, std::uint32_t hops);
  void note(PlaceGroup group, const Arrival& arrival, const Parts& hop_parts, const HopLaw& law,
            kernel::Duration hop, kernel::Duration whole);
  [[nodiscard]] bool is_above_or_same(history::ClusterId above, history::ClusterId below) const;
  [[nodiscard]] PlaceKind kind_of(std::size_t place) const;
  void give_up(history::Time now);
  void drop(const Flight& flight, bool is_over);

  PropagationOptions options_;
  history::Topology topology_;
  TrustDomains domains_;
  ServerBook book_;
  std::vector<bool> is_present_;  ///< observers that have had a key set since they started
  std::vector<std::optional<history::Time>> row_free_at_;
  std::vector<RowLockWatch> row_locks_;
  Flights flights_;
  std::deque<std::pair<history::Time, history::Key>> by_age_;
  WayBook ways_;
  std::map<PlaceGroup, std::map<std::uint32_t, std::uint64_t>> way_counts_;
  history::Time now_{};
  PropagationResult result_;
};

}  // namespace spindrift::analysis
