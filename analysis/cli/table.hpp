#pragma once

#include <string>
#include <vector>

namespace spindrift::cli {

/// Text in columns. Colour codes in it count for nothing in the widths.
class Table {
 public:
  enum class Align : unsigned char { left, right };
  struct Column {
    std::string title;
    Align align = Align::left;
  };
  explicit Table(std::vector<Column> columns) : columns_{std::move(columns)} {}

  /// REQUIRES: as many cells as columns.
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

  /// Lines with two spaces between columns and no spaces at their ends.
  [[nodiscard]] std::string text() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// How many columns a text takes on a terminal: UTF-8 letters, without colour codes.
[[nodiscard]] std::size_t width_of(const std::string& text);

}  // namespace spindrift::cli
