#pragma once

#include <map>
#include <string>

#include "sim/history/history.hpp"

namespace spindrift::analysis {

/// Names for keys that two histories of one deployment share. A history numbers keys as they were
/// generated, of which a recording only shows what became visible: so N here means the maker's N-th
/// key of that type that ever stood in a bundle or a journal.
class CanonicalKeys {
 public:
  explicit CanonicalKeys(const history::History& history);

  /// The key under its shared name; one that was never visible has no maker.
  [[nodiscard]] history::Key operator()(const history::Key& key) const;

  /// `A/1#3`; `?` for a key that was never visible.
  [[nodiscard]] std::string text(const history::Key& key) const;

 private:
  void see(const history::Key& key);

  const history::Topology& topology_;
  std::map<history::Key, history::Key> names_;
  std::map<std::pair<history::ServerId, history::KeyType>, std::uint32_t> seen_;
};

}  // namespace spindrift::analysis
