#pragma once

#include <string>

namespace spindrift::cli {

/// What this program was built from, and by what.
struct Version {
  std::string number;    ///< "0.1.0"
  std::string commit;    ///< "9179eaa0c1d2", with "-dirty" when there were other changes
  std::string compiler;  ///< "GNU 12.2.0"
};

[[nodiscard]] Version version();

}  // namespace spindrift::cli
