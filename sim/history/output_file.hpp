#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace spindrift::history {

/// A file that appears whole or not at all: it is written under another name in the same folder
/// and gets its own when it is complete. One that is never committed leaves nothing behind.
///
/// All members throw `std::system_error` that names the file.
class OutputFile {
 public:
  explicit OutputFile(std::filesystem::path path);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  OutputFile(OutputFile&&) = delete;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  void write(std::string_view text);

  /// Brings the file to its name, replacing what was there. REQUIRES: not committed yet.
  void commit();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  [[noreturn]] void fail(const std::string& doing) const;

  std::filesystem::path path_;
  std::filesystem::path partial_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace spindrift::history
