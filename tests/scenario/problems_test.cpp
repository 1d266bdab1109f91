#include <algorithm>
#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/scenario/golden.hpp"
#include "tests/scenario/loading.hpp"

namespace spindrift::scenario::test {
namespace {

namespace fs = std::filesystem;

const std::string problems_folder = SPINDRIFT_SOURCE_DIR "/tests/scenario/problems";

std::vector<fs::path> wrong_scenarios() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator{problems_folder}) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

TEST_CASE("every kind of mistake is told with its place, what is allowed and the nearest name") {
  CHECK(wrong_scenarios().size() >= 16);
  for (const fs::path& path : wrong_scenarios()) {
    INFO(path);
    const std::string name = path.filename().string();
    const std::string told = problems_in(load_text(read_whole(path.string()), name));
    CHECK_FALSE(told.empty());
    CHECK(is_as_written(fs::path{path}.replace_extension(".txt").string(), told));
  }
}

TEST_CASE("every problem has a line, and a pointer to what is there or what it is missing from") {
  for (const fs::path& path : wrong_scenarios()) {
    INFO(path);
    const Loaded loaded = load_text(read_whole(path.string()), "f.json");
    for (const Problem& problem : std::get<Problems>(loaded)) {
      CHECK(problem.position.source == "f.json");
      CHECK(problem.position.line >= 1);
      CHECK(problem.position.column >= 1);
      CHECK((problem.pointer.empty() || problem.pointer.front() == '/'));
    }
  }
}

TEST_CASE("a file that is not there, or no file, is told by name") {
  CHECK(problems_in(load("no/such/file.json")) == "no/such/file.json: there is no such file\n");
  CHECK(problems_in(load("/")) == "/: this is a folder, not a file\n");
}

TEST_CASE("after a hundred problems the rest is left untold") {
  std::string text = R"({"clusters": [{"name": "root"}], "plan": [0)";
  for (int count = 0; count < 2'000; ++count) text += ",0";
  const Loaded loaded = load_text(text + "]}", "f.json");
  const Problems& problems = std::get<Problems>(loaded);
  CHECK(problems.size() == 101);
  CHECK(problems.back().message == "there are more problems from here on; these are the first 100");
}

}  // namespace
}  // namespace spindrift::scenario::test
