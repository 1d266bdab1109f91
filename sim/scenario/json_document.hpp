#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/problem.hpp"

namespace spindrift::scenario {

/// A JSON value that knows where it was written. Numbers keep their text.
struct Json {
  enum class Kind : unsigned char { null, boolean, number, string, array, object };
  struct Member;

  Kind kind = Kind::null;
  Position position;
  std::string text;             ///< a string's value; else, but for arrays and objects, as written
  std::vector<Member> members;  ///< of an object; of an array with empty names

  [[nodiscard]] const Json* find(std::string_view name) const;
  [[nodiscard]] Json* find(std::string_view name);
};

struct Json::Member {
  std::string name;
  Position position;  ///< of the name
  Json value;
};

[[nodiscard]] std::string_view to_string(Json::Kind kind);

/// The value as compact JSON text.
[[nodiscard]] std::string to_text(const Json& json);

/// Reads one JSON value that fills the whole text (RFC 8259, UTF-8). Names may not be repeated,
/// nesting is at most 32 deep, texts at most 16 MiB. A problem is added for the first error.
[[nodiscard]] Json parse(std::string_view text, const std::string& source, Problems& problems);

}  // namespace spindrift::scenario
