#include "analysis/cli/console.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include <unistd.h>

namespace spindrift::cli {
namespace {

bool is_set(const char* variable) {
  const char* const value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

}  // namespace

Console Console::from_environment() {
  Console console;
  const char* const terminal = std::getenv("TERM");
  const bool is_dumb = terminal == nullptr || std::string_view{terminal} == "dumb";
  console.has_colour_ = ::isatty(STDOUT_FILENO) == 1 && !is_set("NO_COLOR") && !is_dumb;
  console.shows_progress_ = ::isatty(STDERR_FILENO) == 1 && !is_dumb;
  return console;
}

void Console::result(std::string_view text) const {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!written || std::fflush(stdout) != 0) {
    throw std::system_error{errno, std::generic_category(), "cannot write the result"};
  }
}

void Console::talk(std::string_view text) const {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void Console::complain(std::string_view text) const {
  talk("spindrift: " + std::string{text} + '\n');
}

std::string Console::styled(std::string_view text, std::string_view code) const {
  if (!has_colour_) return std::string{text};
  return "\x1b[" + std::string{code} + 'm' + std::string{text} + "\x1b[0m";
}

}  // namespace spindrift::cli
