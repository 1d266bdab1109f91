#pragma once

#include <filesystem>
#include <string>

#include "tests/temporary_folder.hpp"

namespace spindrift::history {

/// A recording made by hand in a folder of its own, which goes when this does: a root with one
/// server and a nested cluster A with two, six minutes of `ca_ttl`, nothing done to them.
class TemporaryRecording : public test::TemporaryFolder {
 public:
  TemporaryRecording() {
    write("plan.json", plan());
    write("processes.jsonl", processes());
  }
  [[nodiscard]] const std::filesystem::path& folder() const { return path(); }

  static std::string plan(const std::string& actions = "[]", const std::string& more = "") {
    return "{\n \"name\": \"tiny\",\n \"spire_version\": \"1.10.4\",\n \"ca_ttl\": \"6m\",\n"
           " \"key_manager\": \"disk\",\n \"clusters\": [\n"
           "  {\"name\": \"root\", \"upstream\": null, \"servers\": 1},\n"
           "  {\"name\": \"A\", \"upstream\": \"root\", \"servers\": 2}\n ],\n \"actions\": " +
           actions + ",\n \"until\": 90,\n \"t0_unix\": 1000.25" + more + "\n}\n";
  }

  static std::string processes(const std::string& more = "") {
    return R"({"t": 1, "ev": "spawned", "who": "root/1"}
{"t": 2, "ev": "healthy", "who": "root/1"}
{"t": 3, "ev": "spawned", "who": "agent-root"}
{"t": 4, "ev": "spawned", "who": "A/1"}
{"t": 5, "ev": "healthy", "who": "A/1"}
{"t": 10, "ev": "actions_from", "shift": 10}
)" + more + "{\"t\": 100, \"ev\": \"recording_ends\"}\n";
  }
};

}  // namespace spindrift::history
