#include "analysis/key_rows.hpp"

namespace spindrift::analysis {

KeyRows::Row KeyRows::add(const history::Key& key) {
  auto row = static_cast<Row>(end());
  if (free_.empty()) {
    keys_.push_back(vacant);
  } else {
    row = free_.front();
    free_.pop_front();
  }
  keys_[row] = key;
  rows_.emplace(key, row);
  next_ = row + 1;
  return row;
}

void KeyRows::release(Row row) {
  rows_.erase(keys_[row]);
  keys_[row] = vacant;
  free_.push_back(row);
}

}  // namespace spindrift::analysis
