#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/kernel/time.hpp"

namespace spindrift::report {

/// One value that decided what happened, and where it was said.
struct Option {
  std::string pointer;
  std::string value;
  std::string origin;
  bool is_said = false;  ///< by a file or on the command line, not a default or a preset
};

/// Something that was expected of the run.
struct Claim {
  std::string text;
  bool holds = true;
  std::vector<std::string> found;  ///< what contradicts it
  std::string why;
};

/// What a report is about, apart from what happened: everything that is needed to repeat it.
struct Subject {
  std::string name;
  std::string description;
  bool is_recording = false;  ///< of real servers; else a simulation
  std::vector<std::string> strategies;
  std::uint64_t seed = 0;
  std::string command;  ///< that makes this report again
  std::string program;  ///< what made it: version, commit and compiler
  std::string digest;   ///< of the history; empty for a recording
  std::vector<Option> options;
  std::vector<Claim> claims;
  /// The moment whose counts are told; none: the end.
  std::optional<kernel::Duration> read_at;
};

}  // namespace spindrift::report
