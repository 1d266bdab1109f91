#pragma once

namespace spindrift::cli {

/// What the program tells its caller, as documented by `spindrift --help`.
enum class ExitCode : int {
  fine = 0,           ///< done, and everything that was expected holds
  does_not_hold = 1,  ///< done, and something that was expected does not hold
  cannot = 2,         ///< wrong usage, or a file that is wrong, missing or cannot be written
  try_again = 75      ///< of `sweep` and `merge`: not now, but the same command may do later
};

}  // namespace spindrift::cli
