#include "sim/scenario/problem.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace spindrift::scenario {

namespace {

constexpr std::size_t problems_max = 100;

}  // namespace

void report(Problems& problems, Problem problem) {
  if (is_full(problems)) return;
  if (problems.size() == problems_max) {
    problem.pointer.clear();
    problem.message = "there are more problems from here on; these are the first 100";
  }
  problems.push_back(std::move(problem));
}

bool is_full(const Problems& problems) { return problems.size() > problems_max; }

void sort_by_place(Problems& problems) {
  const auto last = is_full(problems) ? problems.end() - 1 : problems.end();
  std::stable_sort(problems.begin(), last, [](const Problem& left, const Problem& right) {
    const Position& one = left.position;
    const Position& other = right.position;
    return std::tie(one.source, one.line, one.column) <
           std::tie(other.source, other.line, other.column);
  });
}

std::string to_string(const Position& position) {
  if (position.line == 0) return position.source;
  return fmt::format("{}:{}:{}", position.source, position.line, position.column);
}

std::string to_string(const Problem& problem) {
  const std::string place = to_string(problem.position);
  if (problem.pointer.empty()) return fmt::format("{}: {}", place, problem.message);
  return fmt::format("{}: {}: {}", place, problem.pointer, problem.message);
}

}  // namespace spindrift::scenario
