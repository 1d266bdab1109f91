#include "tests/cli/golden.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace spindrift::cli {

std::string difference_from_golden(const std::string& name, const std::string& text) {
  const auto path = std::filesystem::path{SPINDRIFT_SOURCE_DIR} / "tests/cli/golden" / name;
  if (std::getenv("SPINDRIFT_REWRITE_GOLDEN") != nullptr) {
    std::ofstream{path, std::ios::binary} << text;
    return "";
  }
  std::ifstream file{path, std::ios::binary};
  if (!file) return path.string() + " cannot be opened";
  std::istringstream printed{text};
  std::string expected_line;
  std::string printed_line;
  for (int line = 1;; ++line) {
    const bool more_expected = static_cast<bool>(std::getline(file, expected_line));
    const bool more_printed = static_cast<bool>(std::getline(printed, printed_line));
    if (!more_expected && !more_printed) return "";
    if (more_expected != more_printed || expected_line != printed_line) {
      return path.string() + ':' + std::to_string(line) + ": expected\n  " +
             (more_expected ? expected_line : "nothing more") + "\nbut was printed\n  " +
             (more_printed ? printed_line : "nothing more");
    }
  }
}

}  // namespace spindrift::cli
