#pragma once

#include <string>

namespace spindrift::cli {

/// Compares a text with the file of that name in tests/cli/golden. To accept what is printed now:
///
///     SPINDRIFT_REWRITE_GOLDEN=1 ctest --preset dev -R cli_tests
///
/// Returns an empty text when they are the same, else where they first differ.
[[nodiscard]] std::string difference_from_golden(const std::string& name, const std::string& text);

}  // namespace spindrift::cli
