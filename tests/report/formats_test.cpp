#include <map>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "analysis/report/csv_tables.hpp"
#include "analysis/report/markdown.hpp"
#include "analysis/report/perfetto_trace.hpp"
#include "analysis/report/vega_lite.hpp"
#include "tests/cli/golden.hpp"
#include "tests/cli/regional_story.hpp"

namespace spindrift::report {

using namespace std::chrono_literals;
using nlohmann::json;

namespace {

Material healed() {
  Subject subject;
  subject.name = "regional";
  subject.seed = 7;
  subject.command = "spindrift report regional --format markdown";
  subject.program = "spindrift 0 (none, none)";
  subject.claims = {{"missing_keys in B is 0 at the end", true, {}, ""}};
  subject.options = {{"/description", "\"a, \\\"b\\\"\"", "x.json:1:1", true}};
  return examine(std::move(subject), cli::regional_story(true).history(13h));
}

std::string file_of(const std::vector<NamedFile>& files, const std::string& name) {
  for (const NamedFile& each : files) {
    if (each.name == name) return each.text;
  }
  return "no such file";
}

}  // namespace

TEST_CASE("the markdown of a report reads as the golden file says") {
  CHECK(cli::difference_from_golden("report-heals.md", markdown_of(healed())) == "");
}

TEST_CASE("tables have a head, exact times, and quotes where they are needed") {
  const auto files = csv_tables(healed());
  CHECK(files.size() == 6);
  CHECK(file_of(files, "absences.csv") ==
        "cluster,key,published_in,since_seconds,until_seconds\r\nB,A/1#2,root,7200,43212\r\n");
  CHECK(file_of(files, "options.csv") ==
        "option,value,from\r\n/description,\"\"\"a, \\\"\"b\\\"\"\"\"\",x.json:1:1\r\n");
  const std::string lives = file_of(files, "lives.csv");
  CHECK(lives.find("B/1,1.10.4,3600,3602,,false,\r\n") != std::string::npos);
}

TEST_CASE("a trace names every track, and its flows go from causes to effects") {
  const Material material = healed();
  const json trace = json::parse(perfetto_trace(material));
  std::set<std::string> tracks;
  std::map<int, double> begun;
  std::size_t flows = 0;
  std::size_t events = 0;
  for (const json& entry : trace["traceEvents"]) {
    const std::string phase = entry["ph"];
    if (entry["name"] == "thread_name") tracks.insert(entry["args"]["name"].get<std::string>());
    if (phase == "X" && entry["cat"] == "event") ++events;
    if (phase == "s") begun[entry["id"].get<int>()] = entry["ts"].get<double>();
    if (phase != "f") continue;
    ++flows;
    const int id = entry["id"].get<int>();
    REQUIRE(begun.contains(id));
    CHECK(begun[id] <= entry["ts"].get<double>());
    const history::Event& effect = material.history.events.at(static_cast<std::size_t>(id - 1));
    CHECK(effect.cause != history::EventId::none);
    CHECK(entry["ts"] == static_cast<double>(effect.at.time_since_epoch().count()) / 1000);
  }
  CHECK(events == material.history.events.size());
  CHECK(flows > 0);
  for (const char* const name : {"bundle", "root/1", "A/1", "B/1", "operators"}) {
    CHECK(tracks.contains(name));
  }
}

TEST_CASE("each plot is a Vega-Lite specification with the numbers in it") {
  const auto files = vega_lite_specs(healed());
  CHECK(files.size() == 3);
  for (const NamedFile& each : files) {
    const json spec = json::parse(each.text);
    CHECK(spec["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json");
    CHECK(!spec["data"]["values"].empty());
    for (const auto& [channel, encoding] : spec["encoding"].items()) {
      const json list = encoding.is_array() ? encoding : json::array({encoding});
      for (const json& one : list) {
        const std::string field = one["field"];
        CHECK(spec["data"]["values"][0].contains(field));
      }
    }
  }
  const json map = json::parse(file_of(files, "who-holds-which-key.vl.json"));
  std::size_t missing = 0;
  for (const json& value : map["data"]["values"]) {
    if (value["state"] != "missing") continue;
    ++missing;
    CHECK(value["cluster"] == "B");
    CHECK(value["key"] == "A/1#2");
    CHECK(value["from"] == 2.0);
    CHECK(value["until"].get<double>() == Approx(12 + 12.0 / 3600));
  }
  CHECK(missing == 1);
}

}  // namespace spindrift::report
