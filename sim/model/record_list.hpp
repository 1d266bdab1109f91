#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "sim/history/event.hpp"
#include "sim/kernel/shared.hpp"

namespace spindrift::model {

using history::BundleRecord;

/// The X.509 roots of a bundle, or its WIT keys: a few records in the order of first append (R15),
/// which change far less often than the bundle. A value, of which copies share what they hold: a
/// new version of a bundle copies no records, and two versions of the same list are compared at a
/// glance.
class RecordList {
 public:
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t size() const { return records_ ? records_->size() : 0; }
  [[nodiscard]] const BundleRecord* begin() const { return records_ ? records_->data() : nullptr; }
  [[nodiscard]] const BundleRecord* end() const { return begin() + size(); }

  void push_back(const BundleRecord& record) {
    std::vector<BundleRecord> all{begin(), end()};
    all.push_back(record);
    records_ = Records::make(std::move(all));
  }
  template <class Predicate>
  void erase_if(const Predicate& is_gone) {
    std::vector<BundleRecord> all{begin(), end()};
    if (std::erase_if(all, is_gone) > 0) records_ = Records::make(std::move(all));
  }
  /// The one stands where the other stood, if it did.
  void replace(const BundleRecord& record, const BundleRecord& by) {
    std::vector<BundleRecord> all{begin(), end()};
    std::ranges::replace(all, record, by);
    records_ = Records::make(std::move(all));
  }

  /// Whether both are copies of one list, and neither was changed since: then they are equal.
  [[nodiscard]] bool is_copy_of(const RecordList& other) const {
    return records_ == other.records_;
  }
  friend bool operator==(const RecordList& one, const RecordList& other) {
    return one.is_copy_of(other) || std::ranges::equal(one, other);
  }

 private:
  using Records = kernel::Shared<const std::vector<BundleRecord>>;
  Records records_;  ///< none: it is empty
};

}  // namespace spindrift::model
