#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/scenario/duration_text.hpp"
#include "sim/scenario/json_document.hpp"
#include "sim/scenario/latency_fields.hpp"
#include "sim/scenario/number_text.hpp"
#include "sim/scenario/scenario_fields.hpp"
#include "sim/scenario/words.hpp"

namespace spindrift::scenario {

inline Json to_json(bool value) { return Json::boolean(value); }
inline Json to_json(double value) { return Json::number(to_text(value)); }
inline Json to_json(const std::string& value) { return Json::string(value); }
inline Json to_json(kernel::Duration value) { return Json::string(to_text(value)); }
Json to_json(const Names& value);
Json to_json(const Bound& value);
Json to_json(const model::Latency& value);

template <class Whole>
requires(std::is_integral_v<Whole> && !std::is_same_v<Whole, bool>) Json to_json(Whole value) {
  return Json::number(static_cast<std::int64_t>(value));
}
template <class Enumeration>
requires std::is_enum_v<Enumeration> Json to_json(Enumeration value) {
  return Json::string(word_for(value));
}
template <class Record>
requires HasFields<Record> Json to_json(const Record& record);
template <class Value>
Json to_json(const std::optional<Value>& value) {
  return value ? to_json(*value) : Json{};
}
template <class Value>
Json to_json(const std::vector<Value>& values) {
  Json json = Json::array();
  for (const Value& value : values) json.push(to_json(value));
  return json;
}
template <class Value, std::size_t Count>
Json to_json(const std::array<Value, Count>& values) {
  Json json = Json::array();
  for (const Value& value : values) json.push(to_json(value));
  return json;
}
template <class Value>
Json to_json(const std::map<std::string, Value>& values) {
  Json json = Json::object();
  for (const auto& [name, value] : values) json.set(name, to_json(value));
  return json;
}

/// Whether a value says nothing: an empty text, an empty list of names, an optional without value.
template <class Value>
bool says_nothing(const Value& value) {
  if constexpr (requires { value.texts; }) {
    return value.texts.empty();
  } else if constexpr (std::is_same_v<Value, std::string>) {
    return value.empty();
  } else if constexpr (requires { value.has_value(); }) {
    return !value.has_value();
  } else {
    return false;
  }
}

/// Makes the JSON object of a record: all fields that its kind knows, but for the required texts
/// and names that say nothing.
class RecordWriter {
 public:
  template <class Value>
  void operator()(std::string_view name, const Value& value, const About& about) {
    if ((about.belongs_to & choice_) == no_choice) return;
    // A setting without a value has to be written: null overrides what stands above.
    const bool is_setting = inherited_ || inside_settings;
    if (!is_setting && says_nothing(value)) return;
    json.set(name, to_json(value));
  }
  template <class Enumeration>
  void choice(std::string_view name, Enumeration value, const About&) {
    choice_ = only(value);
    json.set(name, to_json(value));
  }
  void version(std::string_view name, const model::ClusterOptions& options, const About&) {
    json.set(name, to_json(options.version));
  }
  void inherited(const model::ClusterOptions& options) {
    inherited_ = true;
    Fields<model::ClusterOptions>::list(*this, options);
    inherited_ = false;
  }

  Json json = Json::object();
  bool inside_settings = false;

 private:
  Choices choice_ = any_choice;
  bool inherited_ = false;
};

/// Records that stand in a group of clusters or at the top, where null overrides.
template <class Record>
inline constexpr bool is_settings =
    std::is_same_v<Record, model::Behaviour> || std::is_same_v<Record, model::KeyManagerOptions> ||
    std::is_same_v<Record, model::DatastoreOptions> || std::is_same_v<Record, model::AgentOptions>;

template <class Record>
requires HasFields<Record> Json to_json(const Record& record) {
  RecordWriter writer;
  writer.inside_settings = is_settings<Record>;
  Fields<Record>::list(writer, record);
  return std::move(writer.json);
}

}  // namespace spindrift::scenario
