#include "tests/cli/program.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace spindrift::cli {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  std::ifstream stream{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// Starts the program with its output in files of `outputs`.
pid_t start(const std::vector<std::string>& arguments, const fs::path& folder,
            const std::vector<std::string>& environment, const fs::path& outputs) {
  std::vector<std::string> command{SPINDRIFT_PROGRAM};
  std::ranges::copy(arguments, std::back_inserter(command));
  std::vector<std::string> variables{"PATH=/usr/bin:/bin"};
  std::ranges::copy(environment, std::back_inserter(variables));
  const std::vector<char*> argument_pointers = pointers_to(command);
  const std::vector<char*> variable_pointers = pointers_to(variables);
  const std::string out = (outputs / "out").string();
  const std::string err = (outputs / "err").string();

  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error{"fork failed"};
  if (child > 0) return child;
  constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC;
  constexpr int not_started = 127;
  if (::chdir(folder.c_str()) != 0) ::_exit(not_started);
  if (::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO) < 0) ::_exit(not_started);
  if (::dup2(::open(out.c_str(), flags, 0600), STDOUT_FILENO) < 0) ::_exit(not_started);
  if (::dup2(::open(err.c_str(), flags, 0600), STDERR_FILENO) < 0) ::_exit(not_started);
  ::execve(SPINDRIFT_PROGRAM, argument_pointers.data(), variable_pointers.data());
  ::_exit(not_started);
}

Finished finish(pid_t child, const fs::path& outputs) {
  int status = 0;
  if (::waitpid(child, &status, 0) != child) throw std::runtime_error{"waitpid failed"};
  Finished finished;
  finished.code = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  finished.out = content_of(outputs / "out");
  finished.err = content_of(outputs / "err");
  return finished;
}

}  // namespace

Finished run_program(const std::vector<std::string>& arguments, const fs::path& folder,
                     const std::vector<std::string>& environment) {
  const TestFolder outputs;
  return finish(start(arguments, folder, environment, outputs.path()), outputs.path());
}

Finished interrupt_program(const std::vector<std::string>& arguments, const fs::path& folder,
                           int signal) {
  const TestFolder outputs;
  const TestFolder before;
  const std::size_t files_before = static_cast<std::size_t>(
      std::distance(fs::directory_iterator{folder}, fs::directory_iterator{}));
  const pid_t child = start(arguments, folder, {}, outputs.path());
  // Nothing is timed: the file that it is writing shows that it is in the middle of its work.
  while (static_cast<std::size_t>(std::distance(fs::directory_iterator{folder}, {})) ==
         files_before) {
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  ::kill(child, signal);
  return finish(child, outputs.path());
}

std::vector<std::string> TestFolder::files() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator{path()}) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace spindrift::cli
