#pragma once

#include <string>

namespace spindrift::analysis {

/// A field of a CSV line (RFC 4180): in quotes when it has to be.
[[nodiscard]] std::string csv_field(const std::string& text);

}  // namespace spindrift::analysis
