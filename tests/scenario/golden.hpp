#pragma once

#include <string>
#include <string_view>

namespace spindrift::scenario::test {

/// Whether a file holds exactly that. SPINDRIFT_REWRITE_GOLDEN=1 in the environment writes it
/// instead.
[[nodiscard]] bool is_as_written(const std::string& path, std::string_view text);

[[nodiscard]] std::string read_whole(const std::string& path);

}  // namespace spindrift::scenario::test
