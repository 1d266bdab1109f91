#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace spindrift::history {

/// A JSON value that knows where it stands in its text, with numbers as they are written there.
struct LocatedJson {
  enum class Kind : unsigned char { null, boolean, number, string, array, object };
  struct Member;

  Kind kind = Kind::null;
  std::size_t column = 1;       ///< of its first byte, from 1
  std::string text;             ///< a string's value; else, but for arrays and objects, as written
  std::vector<Member> members;  ///< of an object, or with empty names of an array
};

struct LocatedJson::Member {
  std::string name;
  std::size_t column = 1;  ///< of the name, or of an array's element
  LocatedJson value;
};

[[nodiscard]] std::string_view to_string(LocatedJson::Kind kind);

/// Where a text stops being JSON, and why.
struct JsonError {
  std::size_t column = 1;
  std::string message;
};

/// The value of one line. Nested deeper than `depth_max` is an error.
[[nodiscard]] std::variant<LocatedJson, JsonError> parse_located_json(std::string_view line,
                                                                      std::size_t depth_max = 8);

}  // namespace spindrift::history
