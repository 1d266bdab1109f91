#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "sim/scenario/duration_text.hpp"
#include "sim/scenario/json_document.hpp"
#include "sim/scenario/words.hpp"

namespace spindrift::scenario {

/// One value of the effective scenario, and where it comes from.
struct Setting {
  std::string pointer;
  std::string value;
  std::string origin;  ///< "file:line:column", "default", "preset 1.10.4"
};

/// What all readers of one scenario share.
struct Reading {
  Problems problems;
  std::vector<Setting> settings;
  std::string origin_of_defaults = "default";
};

/// Reads the members of one JSON object into a C++ object, field by field, and complains of every
/// member that is no field, with the nearest name that is one.
class FieldReader {
 public:
  /// `json` may be null: then every field keeps its value.
  FieldReader(const Json* json, std::string pointer, Reading& reading);

  /// Reads the field of that name. `meaning` is for the schema.
  template <class Value>
  void operator()(std::string_view name, Value& value, std::string_view meaning) {
    static_cast<void>(meaning);
    const Json* const json = member(name);
    const std::string pointer = pointer_ + "/" + std::string{name};
    if (json != nullptr) read(*json, pointer, value);
    note(json, pointer, value);
  }

  /// The member of that name, to be read elsewhere; null when it is not there.
  const Json* member(std::string_view name);

  /// Complains of all members that were not asked for.
  void finish();

  void fail(const Json& json, const std::string& pointer, std::string message);
  bool expect(const Json& json, Json::Kind kind, const std::string& pointer);

 private:
  void read(const Json& json, const std::string& pointer, bool& value);
  void read(const Json& json, const std::string& pointer, double& value);
  void read(const Json& json, const std::string& pointer, std::string& value);
  void read(const Json& json, const std::string& pointer, kernel::Duration& value);
  void read(const Json& json, const std::string& pointer, model::Latency& value);
  void read_whole(const Json& json, const std::string& pointer, std::int64_t least,
                  std::int64_t most, std::int64_t& value);
  void unknown_word(const Json& json, const std::string& pointer, std::vector<std::string> allowed);

  template <class Whole>
  requires(std::is_integral_v<Whole> &&
           !std::is_same_v<Whole, bool>) void read(const Json& json, const std::string& pointer,
                                                   Whole& value) {
    std::int64_t number = static_cast<std::int64_t>(value);
    constexpr std::int64_t most = 1'000'000'000;
    read_whole(json, pointer, 0, most, number);
    value = static_cast<Whole>(number);
  }

  template <class Enumeration>
  requires std::is_enum_v<Enumeration>
  void read(const Json& json, const std::string& pointer, Enumeration& value) {
    if (!expect(json, Json::Kind::string, pointer)) return;
    const auto& allowed = words<Enumeration>;
    for (std::size_t place = 0; place < allowed.size(); ++place) {
      if (allowed[place] == json.text) {
        value = static_cast<Enumeration>(place);
        return;
      }
    }
    unknown_word(json, pointer, {allowed.begin(), allowed.end()});
  }

  template <class Value>
  void read(const Json& json, const std::string& pointer, std::optional<Value>& value) {
    if (json.kind == Json::Kind::null) {
      value.reset();
      return;
    }
    Value own{};
    read(json, pointer, own);
    value = own;
  }

  template <class Value>
  void read(const Json& json, const std::string& pointer, std::vector<Value>& values) {
    if (!expect(json, Json::Kind::array, pointer)) return;
    values.clear();
    for (const Json::Member& element : json.members) {
      read(element.value, pointer + "/" + std::to_string(values.size()), values.emplace_back());
    }
  }

  template <class Value, std::size_t Count>
  void read(const Json& json, const std::string& pointer, std::array<Value, Count>& values) {
    if (!expect(json, Json::Kind::array, pointer)) return;
    if (json.members.size() != Count) {
      fail(json, pointer,
           "expected " + std::to_string(Count) + " elements, found " +
               std::to_string(json.members.size()));
      return;
    }
    for (std::size_t place = 0; place < Count; ++place) {
      read(json.members[place].value, pointer + "/" + std::to_string(place), values[place]);
    }
  }

  template <class Value>
  void read(const Json& json, const std::string& pointer, std::map<std::string, Value>& values) {
    if (!expect(json, Json::Kind::object, pointer)) return;
    for (const Json::Member& element : json.members) {
      read(element.value, pointer + "/" + element.name, values[element.name]);
    }
  }

  /// An object with fields of its own.
  template <class Record>
  requires requires(Record& record, FieldReader& reader) { describe(reader, record); }
  void read(const Json& json, const std::string& pointer, Record& value) {
    FieldReader reader{&json, pointer, reading_};
    describe(reader, value);
    reader.finish();
  }

  template <class Value>
  void note(const Json* json, const std::string& pointer, const Value& value) {
    if constexpr (requires { show(value); }) {
      add_setting(json, pointer, show(value));
    } else if constexpr (requires { value.has_value(); }) {
      if constexpr (requires { show(*value); }) {
        add_setting(json, pointer, value ? show(*value) : "none");
      }
    } else if (json == nullptr) {
      // An object that is not there still has fields with defaults.
      if constexpr (requires(Value & record, FieldReader & reader) { describe(reader, record); }) {
        FieldReader reader{nullptr, pointer, reading_};
        Value copy = value;
        describe(reader, copy);
      }
    }
  }
  void add_setting(const Json* json, const std::string& pointer, std::string value);

  static std::string show(bool value) { return value ? "true" : "false"; }
  static std::string show(double value);
  static std::string show(const std::string& value) { return "\"" + value + "\""; }
  static std::string show(kernel::Duration value) { return "\"" + to_text(value) + "\""; }
  static std::string show(const model::Latency& value);
  template <class Whole>
  requires(std::is_integral_v<Whole> && !std::is_same_v<Whole, bool>) static std::string
      show(Whole value) {
    return std::to_string(value);
  }
  template <class Enumeration>
  requires std::is_enum_v<Enumeration>
  static std::string show(Enumeration value) {
    return "\"" + std::string{words<Enumeration>[static_cast<std::size_t>(value)]} + "\"";
  }

  const Json* json_;
  std::string pointer_;
  Reading& reading_;
  std::vector<std::string> known_;
};

}  // namespace spindrift::scenario
