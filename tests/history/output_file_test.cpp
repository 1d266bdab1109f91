#include "sim/history/output_file.hpp"

#include <fstream>
#include <iterator>
#include <system_error>

#include <catch2/catch.hpp>
#include <unistd.h>

namespace spindrift::history {
namespace {

/// A folder of its own, removed afterwards.
class TemporaryFolder {
 public:
  TemporaryFolder()
      : path{std::filesystem::temp_directory_path() /
             ("spindrift-output-file-" + std::to_string(::getpid()))} {
    std::filesystem::create_directory(path);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path); }

  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{path}, {}));
  }

  const std::filesystem::path path;
};

std::string content_of(const std::filesystem::path& path) {
  std::ifstream stream{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace

TEST_CASE("a file appears under its name when it is committed, and not before") {
  const TemporaryFolder folder;
  OutputFile file{folder.path / "history.jsonl"};
  file.write("one\n");
  file.write("two\n");
  CHECK_FALSE(std::filesystem::exists(folder.path / "history.jsonl"));
  file.commit();
  CHECK(content_of(folder.path / "history.jsonl") == "one\ntwo\n");
  CHECK(folder.files() == 1);
}

TEST_CASE("a file that is never committed leaves what was there as it was") {
  const TemporaryFolder folder;
  std::ofstream{folder.path / "old"} << "old";
  {
    OutputFile file{folder.path / "old"};
    file.write("half of the n");
  }
  CHECK(content_of(folder.path / "old") == "old");
  CHECK(folder.files() == 1);
}

TEST_CASE("a file in a folder that does not exist is an error that names it") {
  const TemporaryFolder folder;
  try {
    OutputFile file{folder.path / "missing" / "f"};
    FAIL("opened");
  } catch (const std::system_error& error) {
    CHECK_THAT(error.what(), Catch::Contains("missing/f"));
    CHECK(error.code() == std::errc::no_such_file_or_directory);
  }
}

TEST_CASE("a file that cannot get its name leaves nothing behind") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path / "taken");
  std::ofstream{folder.path / "taken" / "something"} << "x";
  {
    OutputFile file{folder.path / "taken"};
    file.write("text");
    CHECK_THROWS_AS(file.commit(), std::system_error);
  }
  CHECK(folder.files() == 1);
}

}  // namespace spindrift::history
