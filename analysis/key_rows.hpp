#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analysis/key_hash.hpp"
#include "sim/history/names.hpp"

namespace spindrift::analysis {

/// Gives keys rows, small numbers, so that what is known of a key can stand in vectors. A row that
/// is given back goes to another key, the one given back first before others: keys that come into
/// being together have rows that follow each other.
class KeyRows {
 public:
  using Row = std::uint32_t;
  static constexpr Row none = 0xFFFF'FFFF;

  /// The row of that key, or `none`.
  [[nodiscard]] Row find(const history::Key& key) const {
    const auto found = rows_.find(key);
    return found == rows_.end() ? none : found->second;
  }

  /// The same, at next to no cost for keys in the order of their rows. Lists name keys in much the
  /// same order, whoever lists them.
  [[nodiscard]] Row find_next(const history::Key& key) {
    if (keys_[next_] != key) {
      const Row found = find(key);
      if (found == none) return none;
      next_ = found;
    }
    return next_++;
  }

  /// Rows that follow each other.
  struct Run {
    Row first = none;
    std::size_t length = 0;
  };

  /// The rows of the first of those keys, as many as follow each other; none where the very first
  /// has no row. `key_of` gives the key of an element of `list`, which is not empty.
  template <class List, class KeyOf = std::identity>
  [[nodiscard]] Run find_run(const List& list, const KeyOf& key_of = {}) {
    Run run{find_next(std::invoke(key_of, list[0])), 1};
    if (run.first == none) return {};
    while (run.length < list.size() && keys_[next_] == std::invoke(key_of, list[run.length])) {
      ++run.length;
      ++next_;
    }
    return run;
  }

  /// REQUIRES: the key has no row.
  Row add(const history::Key& key);

  /// Gives the row back; its key has none any more.
  void release(Row row);

  [[nodiscard]] const history::Key& key(Row row) const { return keys_[row]; }

  /// Rows are below this.
  [[nodiscard]] std::size_t end() const { return keys_.size() - 1; }

  /// Shows each key of a maker that has a row, and the row, by row. The visitor may release it.
  template <class Visitor>
  void for_each(const Visitor& visit) const {
    for (std::size_t row = 0; row < end(); ++row) {
      if (keys_[row].exists()) visit(keys_[row], static_cast<Row>(row));
    }
  }

 private:
  /// What stands where there is no key: nobody asks for it.
  static constexpr history::Key vacant{history::ServerId::none, history::KeyType::jwt, none};

  std::vector<history::Key> keys_{vacant};  ///< by row; behind the last, `next_` is a place as well
  std::unordered_map<history::Key, Row, KeyHash> rows_;
  std::deque<Row> free_;
  Row next_ = 0;
};

}  // namespace spindrift::analysis
