#pragma once

#include <algorithm>
#include <charconv>
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/history/decimal_seconds.hpp"
#include "sim/history/json_fields.hpp"

namespace spindrift::history {

/// Reads the members of one JSON object into the members of a C++ object, strictly: what it is not
/// asked for is an error, and so is a member that is missing and cannot be empty.
class ObjectReader {
 public:
  ObjectReader(const LocatedJson& object, std::string pointer, const Topology& topology,
               ReadErrors& errors);

  /// Reads that member. Those that may be empty need not be there.
  template <class Value>
  void operator()(std::string_view name, Value& value) {
    known_.emplace_back(name);
    const LocatedJson::Member* const member = find(name);
    if (member != nullptr) {
      read(member->value, pointer_ + '/' + std::string{name}, value);
    } else if constexpr (!may_be_empty<Value>()) {
      if (object_.kind == LocatedJson::Kind::object) {
        fail(object_.column, pointer_, "\"" + std::string{name} + "\" is missing");
      }
    }
  }

  /// A member that is read elsewhere; null when it is not there.
  const LocatedJson* member(std::string_view name);

  /// Complains of all members that were not asked for. Returns whether all was right.
  bool finish();

 private:
  using Kind = LocatedJson::Kind;

  template <class Value>
  static constexpr bool may_be_empty() {
    return requires(const Value& value) { value.exists(); }
    || requires { Value::none; }
    || requires(const Value& value) { value.empty(); };
  }

  [[nodiscard]] const LocatedJson::Member* find(std::string_view name) const;
  void fail(std::size_t column, const std::string& pointer, const std::string& message);
  bool expect(const LocatedJson& json, Kind kind, const std::string& pointer);
  [[nodiscard]] std::optional<Duration> seconds(const LocatedJson& json,
                                                const std::string& pointer);

  void read(const LocatedJson& json, const std::string& pointer, bool& value);
  void read(const LocatedJson& json, const std::string& pointer, std::string& value);
  void read(const LocatedJson& json, const std::string& pointer, KmsName& value);
  void read(const LocatedJson& json, const std::string& pointer, Duration& value);
  void read(const LocatedJson& json, const std::string& pointer, Time& value);
  void read(const LocatedJson& json, const std::string& pointer, EventId& value);
  void read(const LocatedJson& json, const std::string& pointer, ClusterId& value);
  void read(const LocatedJson& json, const std::string& pointer, ServerId& value);
  void read(const LocatedJson& json, const std::string& pointer, ObserverId& value);
  void read(const LocatedJson& json, const std::string& pointer, Key& value);

  template <std::integral Number>
  void read(const LocatedJson& json, const std::string& pointer, Number& value) {
    if (!expect(json, Kind::number, pointer)) return;
    const char* const end = json.text.data() + json.text.size();
    const auto [stopped, error] = std::from_chars(json.text.data(), end, value);
    if (error != std::errc{} || stopped != end) {
      fail(json.column, pointer,
           "expected a whole number of " + std::to_string(sizeof(Number) * 8) +
               (std::is_signed_v<Number> ? " bits" : " bits without a sign") + ", found " +
               json.text);
    }
  }

  template <class Enumeration>
  requires std::is_enum_v<Enumeration>
  void read(const LocatedJson& json, const std::string& pointer, Enumeration& value) {
    if (!expect(json, Kind::string, pointer)) return;
    const auto& allowed = words<Enumeration>;
    const auto found = std::ranges::find(allowed, json.text);
    if (found == allowed.end()) {
      unknown(json, pointer, "word for this", {allowed.begin(), allowed.end()});
    } else {
      value = static_cast<Enumeration>(found - allowed.begin());
    }
  }

  template <class Row>
  void read(const LocatedJson& json, const std::string& pointer, std::vector<Row>& rows) {
    if (!expect(json, Kind::array, pointer)) return;
    rows.clear();
    for (const LocatedJson::Member& element : json.members) {
      const std::string place = pointer + '/' + std::to_string(rows.size());
      read(element.value, place, rows.emplace_back());
    }
  }

  template <class Row>
  requires requires(Row& row) {
    Row::fields(row, [](auto, auto&) {});
  }
  void read(const LocatedJson& json, const std::string& pointer, Row& row) {
    ObjectReader object{json, pointer, topology_, errors_};
    Row::fields(row, object);
    if (!object.finish()) is_right_ = false;
  }

  /// Complains of a text that names nothing. `what` says what it should name.
  void unknown(const LocatedJson& json, const std::string& pointer, const std::string& what,
               const std::vector<std::string>& allowed);

  const LocatedJson& object_;
  std::string pointer_;
  const Topology& topology_;
  ReadErrors& errors_;
  std::vector<std::string> known_;
  bool is_right_ = true;
};

}  // namespace spindrift::history
