#include "analysis/csv_field.hpp"

namespace spindrift::analysis {

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char each : text) {
    quoted += each;
    if (each == '"') quoted += each;
  }
  return quoted + '"';
}

}  // namespace spindrift::analysis
