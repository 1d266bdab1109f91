#include "sim/history/output_file.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace spindrift::history {

OutputFile::OutputFile(std::filesystem::path path) : path_{std::move(path)}, partial_{path_} {
  // The process id keeps two programs that write the same file from writing into one another.
  partial_ += ".partial-" + std::to_string(::getpid());
  file_.reset(std::fopen(partial_.c_str(), "wbx"));
  if (!file_) fail("open");
}

OutputFile::~OutputFile() {
  if (!file_) return;
  file_.reset();
  std::error_code ignored;
  std::filesystem::remove(partial_, ignored);
}

void OutputFile::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) fail("write");
}

void OutputFile::commit() {
  // Without the sync a power cut after the rename could leave an empty file under the name.
  if (std::fflush(file_.get()) != 0 || ::fsync(::fileno(file_.get())) != 0) fail("write");
  if (std::rename(partial_.c_str(), path_.c_str()) != 0) fail("rename");
  file_.reset();
}

void OutputFile::fail(const std::string& doing) const {
  throw std::system_error{errno, std::generic_category(), "cannot " + doing + " " + path_.string()};
}

}  // namespace spindrift::history
