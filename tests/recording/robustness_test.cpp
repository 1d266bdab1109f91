#include <sstream>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "sim/history/recording/recorded_history.hpp"
#include "tests/recording/temporary_recording.hpp"

namespace spindrift::history {
namespace {

const std::string source = std::string{SPINDRIFT_SOURCE_DIR} + "/tests/recordings/";

std::string content_of(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  std::ostringstream content;
  content << stream.rdbuf();
  return content.str();
}

TEST_CASE("whatever is done to its bytes, a recording is read or refused with a place") {
  const std::filesystem::path folder = source + "crash-points-1.10.4";
  const std::vector<std::string> files{"plan.json",      "processes.jsonl", "bundles.jsonl",
                                       "journals.jsonl", "servers.jsonl",   "kms.jsonl"};
  const TemporaryRecording recording;
  CHECK(rc::check("mutations", [&] {
    for (const std::string& file : files) recording.write(file, content_of(folder / file));
    const std::string file = *rc::gen::elementOf(files);
    std::string content = content_of(folder / file);
    const auto changes = *rc::gen::inRange<std::size_t>(1, 4);
    for (std::size_t change = 0; change < changes && !content.empty(); ++change) {
      const auto place = *rc::gen::inRange<std::size_t>(0, content.size());
      switch (*rc::gen::inRange(0, 3)) {
        case 0:
          content[place] = *rc::gen::arbitrary<char>();
          break;
        case 1:
          content.erase(place, *rc::gen::inRange<std::size_t>(1, 400));
          break;
        default:
          content.insert(place, *rc::gen::elementOf(std::vector<std::string>{
                                    "-", "9", "null", "\"", "{", "[]", "99999999999999999999"}));
      }
    }
    recording.write(file, content);
    try {
      const History history = history_of(read_recording(recording.folder()));
      RC_ASSERT(!history.events.empty());
    } catch (const ReadFailure& failure) {
      RC_ASSERT(!failure.errors().empty());
      RC_ASSERT(failure.errors().front().line > 0);
    }
  }));
}

}  // namespace
}  // namespace spindrift::history
