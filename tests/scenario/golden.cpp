#include "tests/scenario/golden.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace spindrift::scenario::test {

std::string read_whole(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

bool is_as_written(const std::string& path, std::string_view text) {
  if (std::getenv("SPINDRIFT_REWRITE_GOLDEN") != nullptr) {
    std::ofstream{path, std::ios::binary} << text;
  }
  return read_whole(path) == text;
}

}  // namespace spindrift::scenario::test
