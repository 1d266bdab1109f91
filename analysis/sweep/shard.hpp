#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace spindrift::sweep {

/// A part of a sweep's cells: every `of`-th one, beginning with the `number`-th. Neighbours, which
/// take about equally long, go to different shards.
struct Shard {
  std::uint64_t number = 1;  ///< from 1
  std::uint64_t of = 1;

  [[nodiscard]] bool is_whole() const { return of == 1; }
  [[nodiscard]] bool holds(std::uint64_t cell) const { return cell % of == number - 1; }

  friend bool operator==(const Shard&, const Shard&) = default;
};

/// "3/8". Nothing unless 1 <= number <= of <= 1,000,000.
[[nodiscard]] std::optional<Shard> parse_shard(std::string_view text);
[[nodiscard]] std::string to_text(const Shard& shard);

/// Where a shard of results goes: "results.sqlite" becomes "results.shard-3-of-8.sqlite", and stays
/// as it is for the whole.
[[nodiscard]] std::filesystem::path shard_path(const std::filesystem::path& results,
                                               const Shard& shard);

}  // namespace spindrift::sweep
