#include "analysis/report/page.hpp"

#include <catch2/catch.hpp>

#include "analysis/report/facts_section.hpp"
#include "analysis/report/page_assets.hpp"
#include "tests/cli/golden.hpp"
#include "tests/cli/regional_story.hpp"
#include "tests/report/well_formed.hpp"

namespace spindrift::report {

using namespace std::chrono_literals;

namespace {

Subject subject() {
  Subject subject;
  subject.name = "regional <&>";
  subject.description = "told by hand";
  subject.strategies = {"hold-down"};
  subject.seed = 7;
  subject.command = "spindrift report regional --strategy hold-down -o 'a \"b\".html'";
  subject.program = "spindrift 0 (none, none)";
  subject.digest = "0123";
  subject.options = {{"/ca_ttl", "\"24h\"", "regional.json:3:4", true},
                     {"/seed", "7", "default", false}};
  subject.claims = {{"missing_keys in B is 0 at the end", false, {"B: found 1"}, "it heals"},
                    {"jwt_keys in A is at most 9 at the end", true, {}, ""}};
  subject.read_at = 3h;
  return subject;
}

std::string page(bool heals) {
  return page_of(examine(subject(), cli::regional_story(heals).history(heals ? 13h : 4h)));
}

void erase(std::string& text, std::string_view what) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  text.erase(at, what.size());
}

/// Without style and script, which change without what they show.
std::string content_of(std::string text) {
  erase(text, page_style());
  erase(text, page_script());
  return text;
}

}  // namespace

TEST_CASE("a report reads as the golden file says") {
  CHECK(cli::difference_from_golden("report-heals.html", content_of(page(true))) == "");
}

TEST_CASE("every drawing of a report is well-formed, and so is the page around it") {
  for (const bool heals : {true, false}) {
    const std::string text = page(heals);
    const auto drawings = elements(text, "svg");
    CHECK(drawings.size() >= 5);
    for (const std::string& drawing : drawings) CHECK(fault_of_xml(drawing) == "");
    const std::string content = content_of(text);
    const std::size_t begin = content.find("<html");
    CHECK(fault_of_xml(content.substr(begin)) == "");
  }
}

TEST_CASE("a report asks for nothing outside of itself, and forbids it") {
  const std::string text = page(true);
  CHECK(text.find("http://") == std::string::npos);
  CHECK(text.find("https://") == std::string::npos);
  CHECK(text.find("@import") == std::string::npos);
  CHECK(text.find("src=") == std::string::npos);
  CHECK(text.find("default-src 'none'") != std::string::npos);
  for (std::size_t at = text.find("url("); at != std::string::npos;
       at = text.find("url(", at + 1)) {
    CHECK(text.substr(at, 5) == "url(#");
  }
}

TEST_CASE("a report says every option, the seed, and the command that repeats it") {
  const std::string text = page(true);
  CHECK(text.find("/ca_ttl") != std::string::npos);
  CHECK(text.find("regional.json:3:4") != std::string::npos);
  CHECK(text.find("1 other option, by default") != std::string::npos);
  CHECK(text.find("seed 7") != std::string::npos);
  CHECK(texts(text, "code") == std::vector<std::string>{subject().command});
  CHECK(text.find("Expected: 1 of 2 hold") != std::string::npos);
}

TEST_CASE("the verdict is one sentence with the worst first") {
  const auto verdict_of = [](bool heals) {
    return examine(subject(), cli::regional_story(heals).history(heals ? 13h : 4h))
        .findings.verdict;
  };
  CHECK(verdict_of(true) ==
        "B missed 1 key for 10h00m12s, all of it over by 12h00m12s; 36,019 verifications are "
        "expected to fail.");
  CHECK(verdict_of(false) ==
        "B missed 1 key for 2h00m00s, the last of it foreseen to heal at 12h00m12s; 7,207 "
        "verifications are expected to fail.");
}

TEST_CASE("the table of clusters has the numbers of the analyses") {
  const Material material = examine(subject(), cli::regional_story(true).history(13h));
  const auto rows = cluster_table(material);
  REQUIRE(rows.size() == 4);
  CHECK(rows[0][2] == "JWT keys at 3h");
  const analysis::Observation& observed = *material.observed;
  const auto b = material.topology().find_cluster("B");
  CHECK(rows[3][0] == "B");
  CHECK(rows[3][2] == "3");
  CHECK(rows[3][3] == std::to_string(observed.counts.in(b).peak()));
  CHECK(rows[3][4] == "1");
  CHECK(rows[3][5] == "10h00m12s");
  CHECK(rows[3][6] == "until 12h00m12s");
  CHECK(rows[3][7] == "11h00m12s");
  const auto tables = elements(page(true), "table");
  REQUIRE(!tables.empty());
  const auto cells = texts(tables[0], "td");
  std::vector<std::string> expected;
  for (std::size_t place = 1; place < rows.size(); ++place) {
    expected.insert(expected.end(), rows[place].begin() + 1, rows[place].end());
  }
  CHECK(cells == expected);
}

TEST_CASE("a report of a long life of many servers stays below 1.5 MB") {
  analysis::Story story;
  constexpr int servers = 150;
  story.cluster("root", servers).cluster("edge", 1, "root");
  history::Duration at{};
  for (int number = 1; number <= 20; ++number) {
    for (int server = 1; server <= servers; ++server) {
      const std::string name = "root/" + std::to_string(server) + '#' + std::to_string(number);
      story.at(at += 1s, story.lists("root", name, 24h * 90));
      if (number == 1 && server == 1) story.at(at, story.lists("edge", name, 24h * 90));
    }
  }
  const std::string text = page_of(examine({}, story.history(24h * 30)));
  CHECK(text.size() < 1'500'000);
  CHECK(text.find("2,300 later keys are not drawn") != std::string::npos);
}

TEST_CASE("a report of servers that crash for weeks stays below 1.5 MB") {
  analysis::Story story;
  constexpr int servers = 40;
  story.cluster("root", servers);
  for (history::Duration at{}; at < 24h * 14; at += 7min) {
    for (int server = 1; server <= servers; ++server) {
      const std::string name = "root/" + std::to_string(server);
      story.at(at, story.spawns(name));
      story.at(at, history::ServerEnded{story.of(name), true, "datastore: cannot be reached"});
    }
  }
  const std::string text = page_of(examine({}, story.history(24h * 14)));
  CHECK(text.size() < 1'500'000);
  CHECK(text.find("root/40 started") != std::string::npos);
}

TEST_CASE("a report of nothing is a page as well") {
  analysis::Story story;
  story.cluster("root", 1);
  const std::string text = page_of(examine({}, story.history(1h)));
  CHECK(text.find("Every cluster listed every key at once") != std::string::npos);
  for (const std::string& drawing : elements(text, "svg")) CHECK(fault_of_xml(drawing) == "");
}

}  // namespace spindrift::report
