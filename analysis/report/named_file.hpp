#pragma once

#include <string>

namespace spindrift::report {

/// One file of a report that is a folder.
struct NamedFile {
  std::string name;
  std::string text;
};

}  // namespace spindrift::report
