#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "sim/history/event.hpp"

namespace spindrift::model {

using history::BundleRecord;
using history::Key;
using kernel::Time;

/// Numbers for the records of JWT keys, counted up as they come into being. All bundles of a world
/// share them, so that a bundle of a fleet can tell what it lists from a row of numbers instead of
/// from ten thousand records.
class KeyNumbers {
 public:
  using Number = std::uint32_t;

  /// The number of that record; a new one when it was never seen.
  Number number_of(const BundleRecord& record);
  /// The number of that record, if it was ever seen.
  [[nodiscard]] std::optional<Number> find(const BundleRecord& record) const;
  /// The numbers of all records of that key: more than one where a tainted one stands beside.
  [[nodiscard]] std::vector<Number> of(const Key& key) const;
  [[nodiscard]] const BundleRecord& record(Number number) const { return rows_[number].record; }
  /// When that record ends.
  [[nodiscard]] Time end(Number number) const { return ends_[number]; }
  /// The earliest end of the records of a block of numbers: keys that come into being together end
  /// together, so that whoever looks for early ends can pass most blocks by.
  [[nodiscard]] Time earliest_end_in_block(std::size_t block) const { return block_ends_[block]; }
  static constexpr std::size_t block_size = 64;

  /// No key has two records: what holds of the records holds of the keys.
  [[nodiscard]] bool one_record_a_key() const { return one_record_a_key_; }

 private:
  static constexpr Number none = 0xFFFF'FFFF;
  struct Row {
    BundleRecord record;
    Number next = none;  ///< another record of the same key
  };
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };

  std::vector<Row> rows_;
  std::vector<Time> ends_;  ///< apart: they are gone through, row by row
  std::vector<Time> block_ends_;
  std::unordered_map<Key, Number, Hash> first_;  ///< looked up only, never gone through
  bool one_record_a_key_ = true;
};

}  // namespace spindrift::model
