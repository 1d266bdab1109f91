#include "sim/scenario/scenario_file.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace spindrift::scenario {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t bytes_max = std::uintmax_t{256} << 20U;

}  // namespace

std::string read_file(const std::string& path, Problems& problems) {
  const auto fail = [&](std::string message) {
    report(problems, {{path, 0, 0}, "", std::move(message), ProblemKind::file});
    return std::string{};
  };
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return fail("there is no such file");
  if (fs::is_directory(status)) return fail("this is a folder, not a file");
  if (fs::is_regular_file(status) && fs::file_size(path, error) > bytes_max) {
    return fail(fmt::format("this file has more than {} MiB", bytes_max >> 20U));
  }
  std::ifstream file{path, std::ios::binary};
  std::string text;
  // Bounded, since a pipe or a device has no size.
  for (std::istreambuf_iterator<char> at{file}, end; at != end && text.size() <= bytes_max; ++at) {
    text += *at;
  }
  if (!file.is_open() || file.bad()) return fail("this file cannot be read");
  return text;
}

std::string stem(const std::string& path) { return fs::path{path}.stem().string(); }

}  // namespace spindrift::scenario
