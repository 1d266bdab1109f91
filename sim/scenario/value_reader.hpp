#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/scenario/about.hpp"
#include "sim/scenario/json_document.hpp"
#include "sim/scenario/setting.hpp"
#include "sim/scenario/table.hpp"
#include "sim/scenario/words.hpp"

namespace spindrift::scenario {

/// What all readers of one scenario share.
struct Reading {
  Problems problems;
  std::vector<Setting> settings;
  const Json* defaults = nullptr;  ///< the top of the file, which lies behind groups of clusters
  bool notes_settings = true;
  bool is_in_group = false;
  bool is_muted = false;  ///< problems are dropped: they are reported where they belong

  void fail(const Mark& mark, const std::string& pointer, std::string message,
            ProblemKind kind = ProblemKind::shape);
  /// Whether a problem was found in the value there.
  [[nodiscard]] bool has_problem_in(std::string_view pointer) const;
};

/// "; did you mean "servers"?", or nothing.
[[nodiscard]] std::string suggestion(std::string_view misspelt,
                                     const std::vector<std::string>& names);
/// "a, b or c", cut when it gets long.
[[nodiscard]] std::string alternatives(const std::vector<std::string>& names);
/// A value for a message, cut when it gets long.
[[nodiscard]] std::string shown(const Json& json);

// Each reads one kind of value, or reports what is wrong with it and leaves the value alone.

bool expect(const Json& json, Json::Kind kind, std::string_view wanted, const std::string& pointer,
            Reading& reading);
bool expect_object(const Json& json, const std::string& pointer, Reading& reading);
/// An array whose size `about` allows.
bool expect_list(const Json& json, const std::string& pointer, const About& about,
                 Reading& reading);
void read_value(const Json& json, const std::string& pointer, bool& value, const About& about,
                Reading& reading);
void read_value(const Json& json, const std::string& pointer, double& value, const About& about,
                Reading& reading);
void read_value(const Json& json, const std::string& pointer, std::string& value,
                const About& about, Reading& reading);
void read_value(const Json& json, const std::string& pointer, kernel::Duration& value,
                const About& about, Reading& reading);
void read_value(const Json& json, const std::string& pointer, model::Latency& value,
                const About& about, Reading& reading);
void read_value(const Json& json, const std::string& pointer, Names& value, const About& about,
                Reading& reading);
void read_value(const Json& json, const std::string& pointer, Bound& value, const About& about,
                Reading& reading);
std::optional<std::int64_t> read_whole(const Json& json, const std::string& pointer,
                                       const About& about, Reading& reading);
std::optional<std::size_t> read_word(const Json& json, const std::string& pointer,
                                     const std::vector<std::string>& words, Reading& reading);
template <class Record>
requires HasFields<Record>
void read_value(const Json& json, const std::string& pointer, Record& value, const About& about,
                Reading& reading);

template <class Whole>
requires(std::is_integral_v<Whole> &&
         !std::is_same_v<Whole, bool>) void read_value(const Json& json, const std::string& pointer,
                                                       Whole& value, const About& about,
                                                       Reading& reading) {
  if (const auto whole = read_whole(json, pointer, about, reading)) {
    value = static_cast<Whole>(*whole);
  }
}

template <class Enumeration>
requires std::is_enum_v<Enumeration>
void read_value(const Json& json, const std::string& pointer, Enumeration& value, const About&,
                Reading& reading) {
  std::vector<std::string> words;
  for (const Word& word : Words<Enumeration>::list) words.emplace_back(word.name);
  if (const auto place = read_word(json, pointer, words, reading)) {
    value = static_cast<Enumeration>(*place);
  }
}

template <class Value>
void read_value(const Json& json, const std::string& pointer, std::optional<Value>& value,
                const About& about, Reading& reading) {
  if (json.kind == Json::Kind::null) {
    value.reset();
    return;
  }
  Value own{};
  read_value(json, pointer, own, about, reading);
  value = std::move(own);
}

template <class Value>
void read_value(const Json& json, const std::string& pointer, std::vector<Value>& values,
                const About& about, Reading& reading) {
  if (!expect_list(json, pointer, about, reading)) return;
  values.clear();
  values.reserve(json.members.size());
  for (const Json::Member& element : json.members) {
    const std::string place = child(pointer, values.size());
    read_value(element.value, place, values.emplace_back(), about, reading);
  }
}

template <class Value, std::size_t Count>
void read_value(const Json& json, const std::string& pointer, std::array<Value, Count>& values,
                const About& about, Reading& reading) {
  About exactly = about;
  exactly.count_min = Count;
  exactly.count_max = Count;
  if (!expect_list(json, pointer, exactly, reading)) return;
  for (std::size_t place = 0; place < Count; ++place) {
    read_value(json.members[place].value, child(pointer, place), values.at(place), about, reading);
  }
}

/// The rule for texts is about the names.
template <class Value>
void read_value(const Json& json, const std::string& pointer, std::map<std::string, Value>& values,
                const About& about, Reading& reading) {
  if (!expect_object(json, pointer, reading)) return;
  values.clear();
  for (const Json::Member& element : json.members) {
    Json name = Json::string(element.name);
    name.position = element.position;
    std::string allowed;
    read_value(name, child(pointer, element.name), allowed, about, reading);
    read_value(element.value, child(pointer, element.name), values[element.name], about, reading);
  }
}

template <class Value>
inline constexpr bool is_list_of_records = false;
template <class Record>
inline constexpr bool is_list_of_records<std::vector<Record>> =
    HasFields<Record> && !std::is_same_v<Record, model::KmsQuota>;

}  // namespace spindrift::scenario
