#pragma once

#include <string>
#include <vector>

namespace spindrift::scenario {

/// Where something was written: a file, or what the command line set.
struct Position {
  std::string source;      ///< path of a file, "--set ca_ttl", "preset 1.10.4" …
  std::size_t line = 0;    ///< from 1; 0: there is no line
  std::size_t column = 0;  ///< from 1
};

/// One thing that is wrong with a scenario, and where.
struct Problem {
  Position position;
  std::string pointer;  ///< JSON pointer of the value, "/clusters/0/servers"
  std::string message;  ///< what was found, what is allowed, the nearest valid name
};

using Problems = std::vector<Problem>;

/// Adds one.
inline void report(Problems& problems, const Position& position, const std::string& pointer,
                   const std::string& message) {
  Problem& problem = problems.emplace_back();
  problem.position = position;
  problem.pointer = pointer;
  problem.message = message;
}

/// "file.json:12:7: /clusters/0/servers: expected a whole number …"
[[nodiscard]] std::string to_string(const Problem& problem);
[[nodiscard]] std::string to_string(const Position& position);

}  // namespace spindrift::scenario
