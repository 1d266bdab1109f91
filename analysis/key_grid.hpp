#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/key_rows.hpp"

namespace spindrift::analysis {

/// A small number for each of those who hold keys and each row of a key. What one holder knows of
/// all keys lies together, since what happens concerns one holder and many keys.
class KeyGrid {
 public:
  KeyGrid() = default;
  explicit KeyGrid(std::size_t holders) : holders_{holders} {}

  /// Makes cells for rows below `rows`, zero at first.
  void make_room(std::size_t rows) {
    if (rows > room_) widen(rows);
  }

  /// REQUIRES: there is room for the row.
  [[nodiscard]] std::uint8_t& at(std::size_t holder, KeyRows::Row row) {
    return cells_[holder * room_ + row];
  }
  [[nodiscard]] std::uint8_t at(std::size_t holder, KeyRows::Row row) const {
    return cells_[holder * room_ + row];
  }

  /// Makes the cells of those rows zero. It costs less for many at once, since rows that follow
  /// each other share cache lines.
  void clear(std::span<const KeyRows::Row> rows) {
    for (std::size_t holder = 0; holder < holders_; ++holder) {
      std::uint8_t* const cells = cells_.data() + holder * room_;
      for (const KeyRows::Row row : rows) cells[row] = 0;
    }
  }

 private:
  void widen(std::size_t rows) {
    constexpr std::size_t cache_line = 64;
    const std::size_t wider = std::max({rows, 2 * room_, cache_line});
    std::vector<std::uint8_t> cells(holders_ * wider, 0);
    for (std::size_t holder = 0; holder < holders_; ++holder) {
      std::copy_n(cells_.data() + holder * room_, room_, cells.data() + holder * wider);
    }
    cells_ = std::move(cells);
    room_ = wider;
  }

  std::size_t holders_ = 0;
  std::size_t room_ = 0;
  std::vector<std::uint8_t> cells_;  ///< by holder, then by row
};

}  // namespace spindrift::analysis
