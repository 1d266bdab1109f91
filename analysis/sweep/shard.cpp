#include "analysis/sweep/shard.hpp"

#include <charconv>

#include <fmt/format.h>

namespace spindrift::sweep {

std::optional<Shard> parse_shard(std::string_view text) {
  constexpr std::uint64_t most = 1'000'000;
  Shard shard;
  const char* const end = text.data() + text.size();
  const auto number = std::from_chars(text.data(), end, shard.number);
  if (number.ec != std::errc{} || number.ptr == end || *number.ptr != '/') return std::nullopt;
  const auto of = std::from_chars(number.ptr + 1, end, shard.of);
  if (of.ec != std::errc{} || of.ptr != end) return std::nullopt;
  const bool is_fine = shard.number >= 1 && shard.number <= shard.of && shard.of <= most;
  return is_fine ? std::optional{shard} : std::nullopt;
}

std::string to_text(const Shard& shard) { return fmt::format("{}/{}", shard.number, shard.of); }

std::filesystem::path shard_path(const std::filesystem::path& results, const Shard& shard) {
  if (shard.is_whole()) return results;
  std::filesystem::path path = results;
  path.replace_extension();
  // Filled with zeros, so that a shell lists shards in their order.
  path +=
      fmt::format(".shard-{:0{}}-of-{}", shard.number, std::to_string(shard.of).size(), shard.of);
  path += results.extension();
  return path;
}

}  // namespace spindrift::sweep
