#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace spindrift::scenario {

/// Where something was written: a file, or what the command line set.
struct Position {
  std::string source;      ///< path of a file, or "--set ca_ttl=12h"
  std::size_t line = 0;    ///< from 1; 0: there is no line
  std::size_t column = 0;  ///< from 1, in letters, not in bytes
};

/// What has to be known to see that something is wrong.
enum class ProblemKind : std::uint8_t {
  file,    ///< it cannot be read
  syntax,  ///< it is no JSON
  shape,   ///< the JSON Schema forbids it as well
  meaning  ///< only together with the rest of the scenario, or with arithmetic
};

/// One thing that is wrong with a scenario, and where.
struct Problem {
  Position position;
  std::string pointer;  ///< JSON pointer of the value, "/clusters/0/servers"
  std::string message;  ///< what was found, what is allowed, the nearest valid name
  ProblemKind kind = ProblemKind::meaning;
};

using Problems = std::vector<Problem>;

/// Adds a problem. After the first 100 one more says that there are others, and these are dropped:
/// a file with a million errors must not cost a million messages.
void report(Problems& problems, Problem problem);

/// Sorts by place, so that a reader of the file meets them one after the other.
void sort_by_place(Problems& problems);

/// Whether `report` would drop what it is given.
[[nodiscard]] bool is_full(const Problems& problems);

/// "file.json:12:7: /clusters/0/servers: expected a whole number …"
[[nodiscard]] std::string to_string(const Problem& problem);
/// "file.json:12:7", or the source alone when it has no lines.
[[nodiscard]] std::string to_string(const Position& position);

}  // namespace spindrift::scenario
