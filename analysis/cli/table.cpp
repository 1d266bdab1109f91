#include "analysis/cli/table.hpp"

#include <algorithm>

namespace spindrift::cli {

std::size_t width_of(const std::string& text) {
  std::size_t width = 0;
  bool in_code = false;
  for (const char each : text) {
    if (each == '\x1b') in_code = true;
    const bool continues_letter = (static_cast<unsigned char>(each) & 0xC0U) == 0x80U;
    if (!in_code && !continues_letter) ++width;
    if (in_code && each == 'm') in_code = false;
  }
  return width;
}

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    widths.push_back(width_of(columns_[column].title));
    for (const auto& row : rows_) widths[column] = std::max(widths[column], width_of(row[column]));
  }
  std::string text;
  const auto append = [&](const auto& cell_of) {
    std::string line;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      const std::string& cell = cell_of(column);
      const std::string padding(widths[column] - width_of(cell), ' ');
      if (column > 0) line += "  ";
      line += columns_[column].align == Align::right ? padding + cell : cell + padding;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  };
  append([&](std::size_t column) -> const std::string& { return columns_[column].title; });
  for (const auto& row : rows_) {
    append([&](std::size_t column) -> const std::string& { return row[column]; });
  }
  return text;
}

}  // namespace spindrift::cli
