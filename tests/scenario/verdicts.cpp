// Reads texts of scenarios or strategies from standard input, each as a JSON string on a line of
// its own, and writes for each what the reader thinks of it: "right", "shape" when it found
// something that the JSON Schema can see as well, "meaning" when it found only what the schema
// cannot see.

#include <algorithm>
#include <iostream>
#include <string>

#include "sim/scenario/json_document.hpp"
#include "sim/scenario/overlay.hpp"
#include "sim/scenario/scenario.hpp"

namespace {

using namespace spindrift::scenario;

std::string verdict_on(const Problems& problems) {
  if (problems.empty()) return "right";
  const bool sees_shape = std::any_of(problems.begin(), problems.end(), [](const Problem& each) {
    return each.kind == ProblemKind::shape;
  });
  return sees_shape ? "shape" : "meaning";
}

Problems problems_of_scenario(const std::string& text) {
  const Loaded loaded = load_text(text, "f.json");
  const auto* const problems = std::get_if<Problems>(&loaded);
  return problems == nullptr ? Problems{} : *problems;
}

Problems problems_of_strategy(const std::string& text) {
  Problems problems;
  Json scenario = parse(R"({"clusters": [{"name": "root"}],
    "plan": [{"at": "1h", "do": "roll", "who": "root"}]})",
                        "f.json", problems);
  Overlays{scenario, problems}.apply_strategy(text, "s.json");
  return problems;
}

}  // namespace

int main(int count, char** arguments) {
  const bool are_strategies = count > 1 && std::string{arguments[1]} == "--strategies";
  for (std::string line; std::getline(std::cin, line);) {
    Problems no_string;
    const std::string text = parse(line, "line", no_string).text;
    std::cout << verdict_on(are_strategies ? problems_of_strategy(text)
                                           : problems_of_scenario(text))
              << '\n';
  }
}
