#include "sim/scenario/overlay.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/record_reader.hpp"
#include "sim/scenario/utf8.hpp"
#include "sim/scenario/words.hpp"

namespace spindrift::scenario {

namespace {

/// Whether one path leads to, or through, what the other leads to.
bool overlap(const std::string& left, const std::string& right) {
  const std::string& shorter = left.size() <= right.size() ? left : right;
  const std::string& longer = left.size() <= right.size() ? right : left;
  return longer.starts_with(shorter) &&
         (longer.size() == shorter.size() || longer[shorter.size()] == '/');
}

void mark_all(Json& json, const Mark& mark) {
  json.position = mark;
  for (Json::Member& member : json.members) {
    member.position = mark;
    mark_all(member.value, mark);
  }
}

bool does(const Json& action, model::ActionKind kind) {
  const Json* const what = action.find("do");
  return what != nullptr && what->kind == Json::Kind::string && what->text == word_for(kind);
}

}  // namespace

void Overlays::fail(const Mark& mark, const std::string& pointer, std::string message) {
  report(problems_, {mark, pointer, std::move(message), ProblemKind::meaning});
}

bool Overlays::choose(const StrategyWritten& strategy, const std::string& what,
                      const std::string& value, const Mark& mark) {
  for (const auto& [path, before] : chosen_) {
    if (!overlap(path, what) || (path == what && before.value == value)) continue;
    if (before.strategy == strategy.name) continue;
    fail(mark, "",
         fmt::format("strategies \"{}\" and \"{}\" contradict each other: {} is {} here, but {} is "
                     "{} at {}",
                     before.strategy, strategy.name, what, value, path, before.value,
                     to_string(before.position)));
    return false;
  }
  chosen_.insert_or_assign(what, Choice{value, strategy.name, mark});
  return true;
}

void Overlays::check_conflicts(const StrategyWritten& strategy, const Json& json) {
  if (std::find(names_.begin(), names_.end(), strategy.name) != names_.end()) {
    fail(json.position, "", fmt::format("strategy \"{}\" is given twice", strategy.name));
  }
  for (std::size_t place = 0; place < strategy.conflicts_with.size(); ++place) {
    const std::string& other = strategy.conflicts_with[place];
    refused_.emplace_back(strategy.name, other);
    if (std::find(names_.begin(), names_.end(), other) == names_.end()) continue;
    const std::string pointer = child("/conflicts_with", place);
    fail(nearest_at(json, pointer).position, pointer,
         fmt::format("strategy \"{}\" makes no sense together with \"{}\"", strategy.name, other));
  }
  for (const auto& [who, whom] : refused_) {
    if (whom != strategy.name || who == strategy.name) continue;
    const bool both_say_so =
        std::find(strategy.conflicts_with.begin(), strategy.conflicts_with.end(), who) !=
        strategy.conflicts_with.end();
    if (both_say_so) continue;
    fail(json.position, "",
         fmt::format("strategy \"{}\" makes no sense together with \"{}\", as that one says", whom,
                     who));
  }
}

void Overlays::set_members(const StrategyWritten& strategy, const JsonPath& at,
                           const Json& object) {
  for (const Json::Member& member : object.members) {
    JsonPath path = at;
    for (std::string& part : parse_path(member.name)) path.push_back(std::move(part));
    if (member.value.is_object()) {
      set_members(strategy, path, member.value);
      continue;
    }
    const std::string what = to_text(path);
    if (!choose(strategy, what, to_text(member.value), member.value.position)) continue;
    if (const auto problem = set_at(scenario_, path, member.value)) {
      fail(member.position, child("/set", what), *problem);
    }
  }
}

void Overlays::change_rolls(const StrategyWritten& strategy, const Json& changes, Json& actions) {
  bool found = false;
  for (Json::Member& action : actions.members) {
    if (!does(action.value, model::ActionKind::roll)) continue;
    found = true;
    for (const Json::Member& own : changes.members) {
      std::erase_if(action.value.members,
                    [&](const Json::Member& member) { return member.name == own.name; });
      if (own.value.kind != Json::Kind::null) action.value.members.push_back(own);
    }
  }
  for (const Json::Member& own : changes.members) {
    choose(strategy, "plan/roll/" + own.name, to_text(own.value), own.value.position);
  }
  if (found) return;
  fail(changes.position, "/plan/roll",
       fmt::format("strategy \"{}\" changes rolling restarts, but there is none in the plan",
                   strategy.name));
}

void Overlays::remove(const StrategyWritten& strategy, const PlanRemoval& removal,
                      const std::string& pointer, Json& actions) {
  const std::string kind{word_for(removal.what)};
  if (!choose(strategy, "plan/" + kind, "left out", actions.position)) return;
  const std::size_t removed = std::erase_if(actions.members, [&](const Json::Member& action) {
    return does(action.value, removal.what);
  });
  if (removed > 0) return;
  fail(actions.position, pointer,
       fmt::format("strategy \"{}\" leaves out \"{}\", but no action of the plan does that",
                   strategy.name, kind));
}

void Overlays::apply_plan(const StrategyWritten& strategy, const Json& json) {
  const Json* const plan = json.find("plan");
  if (plan == nullptr) return;
  Json none = Json::array();
  none.position = plan->position;
  const bool had_plan = scenario_.find("plan") != nullptr;
  Json& actions = had_plan ? *scenario_.find("plan") : none;
  if (actions.kind != Json::Kind::array) return;  // reported by whoever reads it
  for (std::size_t place = 0; place < strategy.plan.remove.size(); ++place) {
    remove(strategy, strategy.plan.remove[place], child("/plan/remove", place), actions);
  }
  if (const Json* const changes = plan->find("roll")) change_rolls(strategy, *changes, actions);
  for (const Json::Member& added : strategy.plan.add.json.members) {
    actions.members.push_back(added);
  }
  if (!had_plan && !actions.members.empty()) scenario_.set("plan", std::move(actions));
}

void Overlays::apply_strategy(std::string_view text, const std::string& path) {
  Reading reading;
  reading.notes_settings = false;
  const Json json = parse(text, path, reading.problems);
  StrategyWritten strategy;
  if (reading.problems.empty()) read_value(json, "", strategy, {}, reading);
  sort_by_place(reading.problems);
  for (Problem& problem : reading.problems) report(problems_, std::move(problem));
  if (!reading.problems.empty()) return;
  check_conflicts(strategy, json);
  set_members(strategy, {}, strategy.set.json);
  apply_plan(strategy, json);
  names_.push_back(strategy.name);
}

void Overlays::set_in_rolls(const JsonPath& path, const Json& value, const Mark& mark) {
  bool found = false;
  Json* const actions = scenario_.find("plan");
  if (actions != nullptr && actions->kind == Json::Kind::array) {
    for (Json::Member& action : actions->members) {
      if (!does(action.value, model::ActionKind::roll)) continue;
      found = true;
      if (const auto problem = set_at(action.value, path, value)) return fail(mark, "", *problem);
    }
  }
  if (!found) fail(mark, "/plan", "there is no rolling restart in the plan");
}

void Overlays::apply_set(const std::string& assignment) {
  const std::size_t equals = assignment.find('=');
  Mark mark{std::make_shared<const std::string>("--set " + assignment), 0, 0};
  const JsonPath path = parse_path(std::string_view{assignment}.substr(0, equals));
  if (equals == std::string::npos || path.empty()) {
    return fail(mark, "", "expected path=value, such as ca_ttl=12h or clusters/root/servers=3");
  }
  if (first_invalid_utf8(assignment)) return fail(mark, "", "this is not UTF-8 text");
  const std::string text = assignment.substr(equals + 1);
  Problems no_json;
  Json value = parse(text, *mark.source, no_json);
  if (!no_json.empty()) value = Json::string(text);
  mark_all(value, mark);
  if (path.size() > 1 && path.front() == "rolls") {
    return set_in_rolls({path.begin() + 1, path.end()}, value, mark);
  }
  if (const auto problem = set_at(scenario_, path, value)) fail(mark, "", *problem);
}

}  // namespace spindrift::scenario
