#pragma once

#include <string>
#include <vector>

#include "sim/scenario/plan_fields.hpp"
#include "sim/scenario/raw_json.hpp"

namespace spindrift::scenario {

struct PlanRemoval {
  model::ActionKind what = model::ActionKind::prepare;
};
struct PlanOverlay {
  RawList add;
  RawObject roll;  ///< set in every rolling restart
  std::vector<PlanRemoval> remove;
};

/// A strategy file as it is written.
struct StrategyWritten {
  std::string schema;
  std::string name;
  std::string summary;
  std::string description;
  RawObject set;
  PlanOverlay plan;
  std::vector<std::string> conflicts_with;
};

template <>
struct Fields<PlanRemoval> {
  static void list(auto& field, auto& removal) {
    field("do", removal.what, {.meaning = "which actions are left out", .required = true});
  }
};

template <>
struct Fields<PlanOverlay> {
  static void list(auto& field, auto& plan) {
    field("add", plan.add,
          {.meaning = "actions as in a scenario's plan", .count_max = actions_max});
    field("roll", plan.roll,
          {"set in every rolling restart, of which there must be one; null takes a field away"});
    field("remove", plan.remove, {.meaning = "leaves out all actions of a kind"});
  }
};

template <>
struct Fields<StrategyWritten> {
  static void list(auto& field, auto& strategy) {
    field("$schema", strategy.schema, {"for editors; has no effect"});
    field(
        "name", strategy.name,
        {.meaning = "for --strategy; the same as the file's", .text = word_rule, .required = true});
    field("summary", strategy.summary,
          {.meaning = "what it does, in one line", .text = label_rule, .required = true});
    field("description", strategy.description, {"what is known of it, in your words"});
    field("set", strategy.set,
          {"values of the scenario, merged into it: {\"behaviour\": {\"hold_down\": \"30s\"}}"});
    field("plan", strategy.plan, {"what changes in the plan"});
    field("conflicts_with", strategy.conflicts_with,
          {.meaning = "strategies that it makes no sense with", .text = word_rule});
  }
};

}  // namespace spindrift::scenario
