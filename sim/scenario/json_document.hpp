#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/scenario/problem.hpp"

namespace spindrift::scenario {

/// A `Position` that is cheap to copy: values of one file share its name.
struct Mark {
  std::shared_ptr<const std::string> source;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  operator Position() const { return {source ? *source : std::string{}, line, column}; }
};

/// A JSON value that knows where it was written. Numbers keep their text, so that none loses
/// digits. The order of members is kept.
struct Json {
  enum class Kind : unsigned char { null, boolean, number, string, array, object };
  struct Member;

  Kind kind = Kind::null;
  Mark position;
  std::string text;             ///< a string's value; a number or a word as written
  std::vector<Member> members;  ///< of an object; of an array, with empty names

  /// The member of that name, or null.
  [[nodiscard]] const Json* find(std::string_view name) const;
  [[nodiscard]] Json* find(std::string_view name);
  [[nodiscard]] bool is_object() const { return kind == Kind::object; }

  /// Sets a member, at the end when it is new. Makes an object of anything else.
  Json& set(std::string_view name, Json value);
  /// Appends an element. Makes an array of anything else.
  void push(Json value);

  static Json string(std::string_view value);
  static Json number(std::string text);
  static Json number(std::int64_t value);
  static Json boolean(bool value);
  static Json array();
  static Json array(std::vector<Json> elements);
  static Json object();
  static Json object(std::initializer_list<std::pair<std::string_view, Json>> members);
};

struct Json::Member {
  std::string name;
  Mark position;  ///< of the name
  Json value;
};

/// "null", "a boolean", "a number", "a string", "an array", "an object".
[[nodiscard]] std::string_view to_string(Json::Kind kind);

/// The value as JSON text on one line.
[[nodiscard]] std::string to_text(const Json& json);
/// The value as JSON text for people: short arrays and objects on one line, others indented.
[[nodiscard]] std::string to_pretty_text(const Json& json);

/// Reads one JSON value that fills the whole text (RFC 8259, UTF-8). Nesting is at most 32 deep,
/// texts have at most 4 MiB and half a million values. A problem is added for the first error of
/// syntax and for every name that stands twice in one object.
[[nodiscard]] Json parse(std::string_view text, const std::string& source, Problems& problems);

/// The pointer of a member: its name is escaped as RFC 6901 says.
[[nodiscard]] std::string child(std::string_view pointer, std::string_view name);
[[nodiscard]] std::string child(std::string_view pointer, std::size_t place);

/// The value at a pointer that `child` made, or the nearest one around it that exists.
[[nodiscard]] const Json& nearest_at(const Json& root, std::string_view pointer);

}  // namespace spindrift::scenario
