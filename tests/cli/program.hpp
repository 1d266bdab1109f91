#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/temporary_folder.hpp"

namespace spindrift::cli {

/// What a run of the program left.
struct Finished {
  int code = -1;    ///< exit code; of a signal its number, negative
  std::string out;  ///< standard output
  std::string err;  ///< standard error
};

/// Runs the built program in a folder. `environment` entries, "NAME=value", are added to a nearly
/// empty environment.
[[nodiscard]] Finished run_program(const std::vector<std::string>& arguments,
                                   const std::filesystem::path& folder,
                                   const std::vector<std::string>& environment = {});

/// Starts the program, sends it a signal once its output file has begun, and waits for its end.
[[nodiscard]] Finished interrupt_program(const std::vector<std::string>& arguments,
                                         const std::filesystem::path& folder, int signal);

/// A folder of its own for a test, removed afterwards.
class TestFolder : public test::TemporaryFolder {
 public:
  /// The names of the files in it, in order.
  [[nodiscard]] std::vector<std::string> files() const;
};

}  // namespace spindrift::cli
