#include <cstdio>
#include <exception>
#include <string>

#include <fmt/format.h>

#include "analysis/cli/all_commands.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/large_pages.hpp"
#include "analysis/cli/misspelt.hpp"
#include "analysis/cli/version.hpp"

namespace {

using namespace spindrift;
using cli::ExitCode;

constexpr const char* about =
    "Simulates how SPIRE servers make, publish and learn of signing keys while they rotate,\n"
    "restart and lose their disks, and tells which clusters miss which keys, since when and why.";

constexpr const char* footer =
    "\nExamples:\n"
    "  Replay issue 6083:                  spindrift run 6083-production\n"
    "  Why did three regions miss keys?    spindrift explain 6083-production\n"
    "  Judge all scenarios of a folder:    spindrift check scenarios\n"
    "\n`spindrift COMMAND --help` tells more, with examples.\n"
    "\nExit codes: 0 done, and everything expected holds; 1 something expected does not hold;\n"
    "2 wrong usage, or a file that is wrong, missing or cannot be written; 75, of `sweep` and\n"
    "`merge` alone: not now, but the same command may do later.";

int run(int argc, char** argv, const cli::Console& console) {
  CLI::App app{about, "spindrift"};
  app.footer(footer);
  app.require_subcommand(1);
  const cli::Version built = cli::version();
  app.set_version_flag("--version", fmt::format("spindrift {} (commit {}, {})", built.number,
                                                built.commit, built.compiler));
  cli::Commands commands{app};
  cli::add_all_commands(commands);

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& wish) {
    return app.exit(wish);  // --help, --version: on standard output
  } catch (const CLI::ParseError& error) {
    console.complain(cli::complaint(app, commands, error, argc, argv));
    return static_cast<int>(ExitCode::cannot);
  }
  return static_cast<int>(commands.act(console));
}

}  // namespace

int main(int argc, char** argv) {
  cli::prefer_large_pages();
  const cli::Console console = cli::Console::from_environment();
  cli::note_interrupts();
  try {
    return run(argc, argv, console);
  } catch (const cli::Interrupted& interrupted) {
    console.complain("interrupted; nothing was written");
    cli::end_by_signal(interrupted.signal());
  } catch (const std::exception& error) {
    console.complain(error.what());
  }
  return static_cast<int>(ExitCode::cannot);
}
