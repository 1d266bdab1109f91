#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "sim/kernel/shared.hpp"
#include "sim/model/key_numbers.hpp"

namespace spindrift::model {

/// The JWT keys of a bundle, in the order of first append (R15). A value: a copy never changes when
/// the other does. Copies share what they hold and what changed between them, so that neither a
/// copy nor a comparison with another version of the same list goes through ten thousand records,
/// and a cluster that follows its upstream pays for what changed there.
class KeyList {
 public:
  using Number = KeyNumbers::Number;

  /// A record where it stands. Places count up with every append and never change. Trivial, so that
  /// rows of them are copied as bytes.
  struct Entry {
    Number number;
    std::uint32_t place;
    friend constexpr bool operator==(const Entry&, const Entry&) = default;
  };
  /// In the order of their places, in which they mostly stand already.
  static void sort(std::vector<Entry>& entries);

  struct Change {
    std::vector<Entry> added;
    std::vector<Entry> removed;
  };

  /// Empty.
  KeyList() : KeyList{std::make_shared<KeyNumbers>()} {}
  explicit KeyList(std::shared_ptr<KeyNumbers> numbers);
  KeyList(const KeyList&) = default;
  KeyList(KeyList&&) noexcept = default;
  KeyList& operator=(KeyList other) noexcept;
  ~KeyList() = default;

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] bool has(const Key& key) const;
  [[nodiscard]] bool has(const BundleRecord& record) const;
  /// Where that record stands.
  [[nodiscard]] std::optional<std::uint32_t> place_of(Number number) const;

  /// Those of them that it does not hold, in their order.
  [[nodiscard]] std::vector<Number> lacking(const std::vector<Entry>& entries) const;
  /// Those of them that it holds, with their places here, in their order.
  [[nodiscard]] std::vector<Entry> entries_of(const std::vector<Number>& numbers) const;

  /// All of it, in order. Costs as much as the list is long.
  [[nodiscard]] std::vector<Entry> entries() const;
  [[nodiscard]] std::vector<BundleRecord> records() const;

  /// No record ends before this.
  [[nodiscard]] Time earliest_end() const;
  /// Those that end then or before, in order. Costs little where there are none.
  [[nodiscard]] std::vector<Number> ended_by(Time limit) const;

  void append(const BundleRecord& record) { append(std::vector{numbers().number_of(record)}); }
  /// At the end, in this order. None of them may be in it.
  void append(const std::vector<Number>& numbers);
  /// All of them must be in it.
  void remove(const std::vector<Number>& numbers);
  /// One record takes the place of another.
  void replace(Number number, Number by);

  [[nodiscard]] KeyNumbers& numbers() const;

  /// How `later`, a later version of the same list, came from this one: what was added since and
  /// is still there, and what is gone. Nothing when `later` is not that.
  [[nodiscard]] std::optional<Change> change_to(const KeyList& later) const {
    return change_to(later, true);
  }
  /// Only what was added since and is still there.
  [[nodiscard]] std::optional<std::vector<Entry>> added_until(const KeyList& later) const {
    auto change = change_to(later, false);
    return change ? std::optional{std::move(change->added)} : std::nullopt;
  }

  /// Whether `later` is a later version of the same list, and something happened between them.
  [[nodiscard]] bool comes_before(const KeyList& later) const;

  friend bool operator==(const KeyList& one, const KeyList& other);

 private:
  struct Table;
  struct Version;

  KeyList(kernel::Shared<Table> table, kernel::Shared<Version> version);
  [[nodiscard]] std::optional<Change> change_to(const KeyList& later, bool with_removed) const;
  [[nodiscard]] Table& own_table();
  void advance(std::size_t size, std::uint32_t last_place);
  [[nodiscard]] bool is_newest() const;

  // In this order: a version, when the last list that holds it goes, leaves its table.
  kernel::Shared<Table> table_;
  kernel::Shared<Version> version_;
};

}  // namespace spindrift::model
