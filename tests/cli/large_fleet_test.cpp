#include <algorithm>

#include <catch2/catch.hpp>

#include "analysis/cli/cluster_names.hpp"
#include "tests/cli/program.hpp"

namespace spindrift::cli {
namespace {

const std::string large_fleet = SPINDRIFT_SOURCE_DIR "/scenarios/fleets/hundred-clusters.json";

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("four or more names that are numbered in a row are written as a scenario writes them") {
  CHECK(in_few_words({}).empty());
  CHECK(in_few_words({"root"}) == "root");
  CHECK(in_few_words({"r1", "r2", "r3"}) == "r1, r2, r3");
  CHECK(in_few_words({"r1", "r2", "r3", "r4"}) == "r{1..4}");
  CHECK(in_few_words({"root", "e-9", "e-10", "e-11", "e-12", "e-14"}) == "root, e-{9..12}, e-14");
  CHECK(in_few_words({"a1", "a2", "b3", "b4"}) == "a1, a2, b3, b4");
  CHECK(in_few_words({"a01", "a02", "a03", "a04"}) == "a01, a02, a03, a04");
  CHECK(in_few_words({"9999999999", "10000000000", "10000000001", "10000000002"}) ==
        "9999999999, 10000000000, 10000000001, 10000000002");
}

TEST_CASE("given a hundred clusters of which none is ill, one line stands for the regions") {
  const TestFolder folder;
  const Finished ran = run_program({"run", large_fleet, "--set", "until=5m"}, folder.path());
  CHECK(ran.code == 0);
  CHECK(ran.out.find("\n99 more      297") != std::string::npos);
  CHECK(ran.out.find("missing_keys in every cluster is 0") != std::string::npos);
  CHECK(lines_of(ran.out) < 20);
}

TEST_CASE("given a hundred clusters of which ill ones exist, those have lines of their own") {
  const TestFolder folder;
  const Finished ran = run_program(
      {"run", large_fleet, "--set", "until=6s", "--set", "version=1.10.4"}, folder.path());
  CHECK(ran.code == 1);
  CHECK(ran.out.find("\nregion-11 ") != std::string::npos);
  CHECK(ran.out.find("\nregion-12 ") == std::string::npos);
  CHECK(ran.out.find("\n88 more ") != std::string::npos);
  CHECK(ran.out.find("region-1 misses 33 keys, region-2/1#1 to region-12/3#1") !=
        std::string::npos);
  CHECK(ran.out.find("      and 88 more\n") != std::string::npos);
  CHECK(lines_of(ran.out) < 70);
}

}  // namespace spindrift::cli
