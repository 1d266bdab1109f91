#pragma once

#include <array>
#include <optional>
#include <vector>

#include "sim/history/watcher.hpp"

namespace spindrift::analysis {

/// How many keys something lists, over time.
class KeyCount {
 public:
  /// AWS accepts at most this many keys of a type (R20).
  static constexpr std::size_t aws_limit = 100;

  explicit KeyCount(std::size_t limit = aws_limit) : limit_{limit} {}

  void change(std::size_t added, std::size_t removed, history::Time at);

  [[nodiscard]] std::size_t now() const { return now_; }
  [[nodiscard]] std::size_t peak() const { return peak_; }
  [[nodiscard]] history::Time peak_at() const { return peak_at_; }

  /// When it was above the limit for the first time, if it ever was.
  [[nodiscard]] std::optional<history::Time> first_above() const { return first_above_; }

  /// How long it was above the limit until `until`.
  [[nodiscard]] history::Duration time_above(history::Time until) const;

  /// The mean over time from the first key until `until`; 0 when there was none.
  [[nodiscard]] double mean(history::Time until) const;

 private:
  void settle(history::Time at);

  std::size_t limit_;
  std::size_t now_ = 0;
  std::size_t peak_ = 0;
  history::Time peak_at_{};
  std::optional<history::Time> first_key_;
  std::optional<history::Time> first_above_;
  history::Time settled_until_{};
  history::Duration above_{};
  double key_seconds_ = 0;
};

/// Counts the keys in every bundle, by type, and in every key set that a discovery provider, an
/// agent or a relying party holds. Records are counted, as `bundle show` does: a tainted key beside
/// its untainted self counts twice.
class KeyCounts final : public history::Watching<KeyCounts> {
 public:
  explicit KeyCounts(std::size_t limit = KeyCount::aws_limit) : limit_{limit} {}

  void begin(const history::Topology& topology) override;
  void see(const history::BundleChanged& what, const history::Event& event);
  void see(const history::KeySetChanged& what, const history::Event& event);
  void see(const history::ObserverStarted& what, const history::Event& event);

  [[nodiscard]] const KeyCount& in(history::ClusterId cluster,
                                   history::KeyType type = history::KeyType::jwt) const {
    return clusters_.at(index(cluster)).at(static_cast<std::size_t>(type));
  }
  [[nodiscard]] const KeyCount& of(history::ObserverId observer) const {
    return observers_.at(index(observer));
  }
  [[nodiscard]] std::size_t limit() const { return limit_; }

 private:
  using ByType = std::array<KeyCount, 3>;

  std::size_t limit_;
  std::vector<ByType> clusters_;
  std::vector<KeyCount> observers_;
};

}  // namespace spindrift::analysis
