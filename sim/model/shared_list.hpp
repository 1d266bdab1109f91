#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "sim/kernel/shared.hpp"

namespace spindrift::model {

/// A few rows in the order in which they were added, which change far less often than they are
/// handed on. A value, of which copies share what they hold: a copy copies no rows, a fleet keeps
/// them once, and two copies of the same list are compared at a glance.
template <class Row>
class SharedList {
 public:
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t size() const { return rows_ ? rows_->size() : 0; }
  [[nodiscard]] const Row* begin() const { return rows_ ? rows_->data() : nullptr; }
  [[nodiscard]] const Row* end() const { return begin() + size(); }

  /// Calls `edit` with the rows as a `std::vector`, to be changed. No copy sees it.
  template <class Edit>
  void change(const Edit& edit) {
    if (!rows_.is_only_holder()) {
      std::vector<Row> all;
      all.reserve(size() + 1);  // mostly a row is added
      all.assign(begin(), end());
      rows_ = Rows::make(std::move(all));
    }
    edit(*rows_);
  }
  void push_back(const Row& row) {
    change([&](std::vector<Row>& rows) { rows.push_back(row); });
  }
  template <class Predicate>
  void erase_if(const Predicate& is_gone) {
    if (std::any_of(begin(), end(), is_gone)) {
      change([&](std::vector<Row>& rows) { std::erase_if(rows, is_gone); });
    }
  }
  /// The one stands where the other stood, if it did.
  void replace(const Row& row, const Row& by) {
    if (std::find(begin(), end(), row) == end()) return;
    change([&](std::vector<Row>& rows) { std::ranges::replace(rows, row, by); });
  }

  [[nodiscard]] std::vector<Row> rows() const { return {begin(), end()}; }

  /// Whether both are copies of one list, and neither was changed since: then they are equal.
  [[nodiscard]] bool is_copy_of(const SharedList& other) const { return rows_ == other.rows_; }
  friend bool operator==(const SharedList& one, const SharedList& other) {
    return one.is_copy_of(other) || std::ranges::equal(one, other);
  }

 private:
  using Rows = kernel::Shared<std::vector<Row>>;
  Rows rows_;  ///< none: it is empty
};

}  // namespace spindrift::model
