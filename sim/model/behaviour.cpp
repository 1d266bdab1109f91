#include "sim/model/behaviour.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace spindrift::model {

namespace {

/// Major, minor and patch number of a version, for comparing.
using Version = std::array<int, 3>;

std::optional<Version> parse(std::string_view text) {
  Version version{};
  for (std::size_t part = 0; part < version.size(); ++part) {
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, version[part]);
    if (error != std::errc{} || version[part] < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    if (part == 2) break;
    if (text.empty() || text.front() != '.') return std::nullopt;
    text.remove_prefix(1);
  }
  // A suffix such as "-short" names a private build of that version.
  if (!text.empty() && text.front() != '-') return std::nullopt;
  return version;
}

constexpr std::array<std::string_view, 8> presets{"1.9.5",  "1.10.4", "1.11.0", "1.11.2",
                                                  "1.12.3", "1.12.4", "1.15.0", "1.15.3"};

}  // namespace

std::span<const std::string_view> preset_versions() { return presets; }

std::optional<Behaviour> preset(std::string_view text) {
  const std::optional<Version> version = parse(text);
  if (!version || *version < Version{1, 9, 0}) return std::nullopt;
  const auto from = [&](Version first) { return *version >= first; };
  const auto until = [&](Version last) { return *version <= last; };

  Behaviour behaviour;
  behaviour.version = text;
  behaviour.jwt_rotates_without_x509 = until({1, 9, 5});
  behaviour.journal_row_without_x509 = until({1, 9, 5});
  behaviour.local_authority_commands = from({1, 11, 0});
  behaviour.expired_entries_are_skipped = from({1, 11, 2});
  behaviour.expired_next_is_activated = until({1, 11, 1});
  behaviour.roots_synchronised_after_mint = from({1, 10, 2});
  behaviour.downstream_asks_ca_lifetime = from({1, 12, 0});
  behaviour.always_subscribed = from({1, 12, 4});
  behaviour.shutdown_grace = from({1, 12, 4}) ? Duration{10s} : Duration{};
  behaviour.empty_jwt_list_may_stay_empty = from({1, 14, 0});
  behaviour.keys_without_alias_are_swept = from({1, 14, 1});
  behaviour.looks_when_polled = from({1, 14, 4});
  behaviour.alias_refresh_repoints = until({1, 14, 99});
  behaviour.failed_save_is_repaired = from({1, 15, 2});
  behaviour.agent_dial_patience = until({1, 11, 1}) ? Duration{30s} : Duration{};
  behaviour.health_dials_first = until({1, 11, 1});
  behaviour.health_awaits_listeners = from({1, 13, 0});
  behaviour.status_matched_by_issue_time = until({1, 11, 0});
  return behaviour;
}

}  // namespace spindrift::model
