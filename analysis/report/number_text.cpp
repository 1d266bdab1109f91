#include "analysis/report/number_text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace spindrift::report {

std::string short_number(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

std::string grouped(std::uint64_t value) {
  std::string text = std::to_string(value);
  for (std::size_t place = text.size(); place > 3;) {
    place -= 3;
    text.insert(place, ",");
  }
  return text;
}

std::string expected_text(double value) {
  if (value <= 0) return "0";
  if (value < 0.05) return "less than 0.1";
  if (value < 0.95) return short_number(value, 1);
  return grouped(static_cast<std::uint64_t>(value + 0.5));
}

std::string counted(std::uint64_t number, const std::string& singular, const std::string& plural) {
  const std::string many = plural.empty() ? singular + 's' : plural;
  return grouped(number) + ' ' + (number == 1 ? singular : many);
}

std::string joined(const std::vector<std::string>& names, std::size_t listed_max) {
  std::string text;
  const std::size_t listed = names.size() <= listed_max ? names.size() : listed_max - 1;
  for (std::size_t place = 0; place < listed; ++place) {
    if (place > 0) text += place + 1 == names.size() ? " and " : ", ";
    text += names[place];
  }
  if (listed < names.size()) text += fmt::format(" and {} more", names.size() - listed);
  return text;
}

}  // namespace spindrift::report
