#include "analysis/cli/sweep_output.hpp"

#include <system_error>

#include <fmt/format.h>

#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/version.hpp"
#include "analysis/sweep/database.hpp"
#include "analysis/sweep/results_csv.hpp"
#include "sim/history/output_file.hpp"

namespace spindrift::cli {

std::string program_name() {
  const Version built = version();
  return fmt::format("spindrift {} (commit {})", built.number, built.commit);
}

void tell_results(const std::filesystem::path& results, const std::string& csv,
                  const std::string& text, const Console& console) {
  const sweep::RowsDigest digest = sweep::digest_rows(results);
  const std::string all = fmt::format("{}{} rows, digest {}\n", text, digest.rows, digest.hex);
  if (csv == "-") {
    sweep::write_csv(results, [&](std::string_view piece) { console.result(piece); });
    console.talk(all);
    return;
  }
  if (!csv.empty()) {
    history::OutputFile file{csv};
    sweep::write_csv(results, [&](std::string_view piece) { file.write(piece); });
    file.commit();
  }
  console.result(all);
}

ExitCode or_try_again(const std::function<ExitCode()>& action, const Console& console) {
  try {
    return action();
  } catch (const Interrupted&) {
    console.complain("interrupted; the same command goes on from here");
  } catch (const sweep::TryAgain& reason) {
    console.complain(fmt::format("{}; the same command may do later", reason.what()));
  } catch (const std::system_error& error) {
    const bool has_no_room = error.code() == std::errc::no_space_on_device;
    if (!has_no_room) throw;
    console.complain(fmt::format("{}; the same command may do later", error.what()));
  }
  return ExitCode::try_again;
}

}  // namespace spindrift::cli
