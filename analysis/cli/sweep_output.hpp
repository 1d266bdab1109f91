#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "analysis/cli/console.hpp"
#include "analysis/cli/exit_code.hpp"

namespace spindrift::cli {

/// The program as results of sweeps name it: "spindrift 0.1.0 (commit 9179eaa0c1d2)".
[[nodiscard]] std::string program_name();

/// What a sweep or merge tells at its end: the text, then the number of rows and their
/// fingerprint. The rows themselves go to `csv`, unless that is empty; `-` is standard output, and
/// the text then on standard error.
void tell_results(const std::filesystem::path& results, const std::string& csv,
                  const std::string& text, const Console& console);

/// Does it. When it was interrupted, or could not be done now, says so and gives `try_again`.
[[nodiscard]] ExitCode or_try_again(const std::function<ExitCode()>& action,
                                    const Console& console);

}  // namespace spindrift::cli
