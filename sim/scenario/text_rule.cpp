#include "sim/scenario/text_rule.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/model/behaviour.hpp"
#include "sim/scenario/number_text.hpp"

namespace spindrift::scenario {

namespace {

constexpr std::size_t name_max = 200;

bool is_plain(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
         (letter >= 'A' && letter <= 'Z') || letter == '.' || letter == '_' || letter == '-';
}

bool consists_of(std::string_view text, std::string_view others, std::size_t size_max) {
  return !text.empty() && text.size() <= size_max &&
         std::all_of(text.begin(), text.end(), [&](char letter) {
           return is_plain(letter) || others.find(letter) != std::string_view::npos;
         });
}

bool accepts_cluster_name(std::string_view text) { return consists_of(text, "{},", name_max); }
std::string cluster_name_pattern() {
  return fmt::format("^[0-9A-Za-z._{{}},-]{{1,{}}}$", name_max);
}
std::string cluster_name_wanted() {
  return "a name of letters, digits, '.', '_' and '-', or a pattern such as region-{1..8}";
}

bool accepts_who(std::string_view text) { return consists_of(text, "{},*/", name_max); }
std::string who_pattern() { return fmt::format("^[0-9A-Za-z._{{}},*/-]{{1,{}}}$", name_max); }
std::string who_wanted() {
  return "a server such as A/1, a cluster such as A, or a pattern such as r{6..8}/*";
}

/// Minor versions from 9 to that of the newest preset.
std::vector<int> minor_versions() {
  const std::string_view newest = model::preset_versions().back();
  const std::string_view after_major = newest.substr(newest.find('.') + 1);
  const auto last = parse_whole(after_major.substr(0, after_major.find('.')));
  std::vector<int> minors;
  for (int minor = 9; minor <= last.value_or(9); ++minor) minors.push_back(minor);
  return minors;
}

bool accepts_version(std::string_view text) {
  const std::string_view number = text.substr(0, text.find('-'));
  const bool has_suffix = number.size() < text.size();
  if (has_suffix && !consists_of(text.substr(number.size() + 1), "", 40)) return false;
  const std::size_t dot = number.rfind('.');
  if (dot == std::string_view::npos) return false;
  const std::string_view patch = number.substr(dot + 1);
  const bool is_patch = parse_whole(patch).has_value() && patch.size() <= 3 &&
                        patch.find_first_not_of("0123456789") == std::string_view::npos;
  const std::vector<int> minors = minor_versions();
  return is_patch && std::any_of(minors.begin(), minors.end(), [&](int minor) {
           return number.substr(0, dot) == fmt::format("1.{}", minor);
         });
}
std::string version_pattern() {
  return fmt::format("^1\\.({})\\.(0|[1-9][0-9]{{0,2}})(-[0-9A-Za-z._-]{{1,40}})?$",
                     fmt::join(minor_versions(), "|"));
}
std::string version_wanted() {
  const auto presets = model::preset_versions();
  return fmt::format(
      "a SPIRE version from 1.9.0 to 1.{}.x (others behave as the one before among {})",
      minor_versions().back(), fmt::join(presets.begin(), presets.end(), ", "));
}

constexpr std::array<std::string_view, 11> kms_calls{"*",
                                                     "CreateAlias",
                                                     "CreateKey",
                                                     "DeleteAlias",
                                                     "DescribeKey",
                                                     "GetCallerIdentity",
                                                     "GetPublicKey",
                                                     "ListAliases",
                                                     "ScheduleKeyDeletion",
                                                     "Sign",
                                                     "UpdateAlias"};

bool accepts_word(std::string_view text) { return consists_of(text, "", 100); }
std::string word_pattern() { return "^[0-9A-Za-z._-]{1,100}$"; }
std::string word_wanted() { return "a word of letters, digits, '.', '_' and '-'"; }

bool accepts_label(std::string_view text) {
  const auto letters = std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
  });
  return letters >= 1 && static_cast<std::size_t>(letters) <= name_max &&
         std::none_of(text.begin(), text.end(),
                      [](char byte) { return static_cast<unsigned char>(byte) < 0x20U; });
}
std::string label_pattern() { return fmt::format("^[^\\u0000-\\u001f]{{1,{}}}$", name_max); }
std::string label_wanted() {
  return fmt::format("1 to {} letters without control characters", name_max);
}

}  // namespace

bool TextRule::allows(std::string_view text) const {
  if (!names.empty()) return std::find(names.begin(), names.end(), text) != names.end();
  return accepts == nullptr || accepts(text);
}

const TextRule cluster_name_rule{
    {}, accepts_cluster_name, cluster_name_pattern, cluster_name_wanted};
const TextRule who_rule{{}, accepts_who, who_pattern, who_wanted};
const TextRule version_rule{{}, accepts_version, version_pattern, version_wanted};
const TextRule kms_call_rule{std::span{kms_calls}.subspan(1)};
const TextRule kms_calls_rule{kms_calls};
const TextRule word_rule{{}, accepts_word, word_pattern, word_wanted};
const TextRule label_rule{{}, accepts_label, label_pattern, label_wanted};

}  // namespace spindrift::scenario
