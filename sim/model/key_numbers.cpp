#include "sim/model/key_numbers.hpp"

#include <algorithm>

namespace spindrift::model {

std::size_t KeyNumbers::Hash::operator()(const Key& key) const {
  const std::uint64_t maker = history::index(key.maker);
  const std::uint64_t packed = (maker << 32U) ^ (static_cast<std::uint64_t>(key.type) << 30U);
  // Fibonacci hashing spreads numbers that count up.
  return (packed ^ key.number) * 0x9e37'79b9'7f4a'7c15U >> 7U;
}

std::optional<KeyNumbers::Number> KeyNumbers::find(const BundleRecord& record) const {
  const auto found = first_.find(record.key);
  Number number = found == first_.end() ? none : found->second;
  while (number != none && rows_[number].record != record) number = rows_[number].next;
  return number == none ? std::nullopt : std::optional{number};
}

KeyNumbers::Number KeyNumbers::number_of(const BundleRecord& record) {
  if (const auto known = find(record)) return *known;
  const auto number = static_cast<Number>(rows_.size());
  const auto [place, is_new] = first_.try_emplace(record.key, number);
  rows_.push_back({record, none});
  ends_.push_back(record.not_after);
  if (number % block_size == 0) block_ends_.push_back(kernel::never);
  block_ends_.back() = std::min(block_ends_.back(), record.not_after);
  if (!is_new) {
    one_record_a_key_ = false;
    Number last = place->second;
    while (rows_[last].next != none) last = rows_[last].next;
    rows_[last].next = number;
  }
  return number;
}

std::vector<KeyNumbers::Number> KeyNumbers::of(const Key& key) const {
  std::vector<Number> all;
  const auto found = first_.find(key);
  Number number = found == first_.end() ? none : found->second;
  for (; number != none; number = rows_[number].next) all.push_back(number);
  return all;
}

}  // namespace spindrift::model
