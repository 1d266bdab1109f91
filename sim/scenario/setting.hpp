#pragma once

#include <string>

namespace spindrift::scenario {

/// One value of the effective scenario, and where it comes from.
struct Setting {
  std::string pointer;
  std::string value;   ///< as JSON
  std::string origin;  ///< "file:line:column", "--set ca_ttl=12h", "preset 1.10.4", "default"
  /// A group of clusters has it only because nothing else is said in the group.
  bool is_inherited = false;
};

}  // namespace spindrift::scenario
