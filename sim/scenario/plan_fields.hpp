#pragma once

#include "sim/scenario/cluster_fields.hpp"
#include "sim/scenario/written.hpp"

namespace spindrift::scenario {

template <>
struct Fields<SecondStartWritten> {
  static void list(auto& field, auto& again) {
    field("after", again.after,
          {.meaning = "this long after the first start listens",
           .range = up_to(year),
           .required = true});
    field("who", again.who,
          {.meaning = "only these; left out: all servers of the roll", .text = who_rule});
  }
};

template <>
struct Fields<WindowWritten> {
  static void list(auto& field, auto& window) {
    field("from", window.from,
          {.meaning = "time of day, such as \"22h\"", .range = up_to(24 * hour), .required = true});
    field("to", window.to,
          {.meaning = "time of day; before `from`: on the next day",
           .range = up_to(24 * hour),
           .required = true});
  }
};

template <>
struct Fields<ActionWritten> {
  using Kind = model::ActionKind;

  static void list(auto& field, auto& action) {
    field("at", action.at,
          {.meaning = "since the start of the scenario",
           .range = up_to(until_max),
           .required = true});
    field("late_by", action.late_by,
          {"under drawn luck (see `vary`): up to this much later, evenly, counted from the end of "
           "the rolls before where it waits for them (`in_turn`); a single run takes `at`",
           up_to(until_max)});
    field.choice("do", action.what, {.meaning = "what is done", .required = true});
    field(
        "who", action.who,
        {.meaning = "servers (\"A/1\", all of a cluster: \"A\"), patterns (\"r{6..8}/*\") or a "
                    "list; clusters for database_lock, database_down, agent_stop, agent_start and "
                    "clean_up",
         .text = who_rule,
         .belongs_to = ~only(Kind::kms_fail),
         .needed_by = ~only(Kind::kms_fail, Kind::clean_up)});
    field("version", action.version,
          {.meaning = "of SPIRE from this start on; left out: as before",
           .text = version_rule,
           .belongs_to = starts()});
    list_troubles(field, action);
    list_roll(field, action);
  }

 private:
  static constexpr Choices starts() {
    return only(Kind::restart, Kind::replace, Kind::start, Kind::crash_restart, Kind::roll);
  }

  static void list_troubles(auto& field, auto& action) {
    constexpr Choices lasting = only(Kind::database_lock, Kind::database_down, Kind::kms_fail);
    field("for", action.lasts,
          {.meaning = "how long it lasts",
           .range = up_to(until_max),
           .belongs_to = lasting,
           .needed_by = lasting});
    field("table", action.table,
          {.meaning = "what is locked", .belongs_to = only(Kind::database_lock)});
    field("call", action.kms_call,
          {.meaning = "which calls fail; *: all",
           .text = kms_calls_rule,
           .belongs_to = only(Kind::kms_fail)});
    field("error", action.kms_error,
          {.meaning = "with what; the SDK tries throttled calls and errors of KMS itself again",
           .text = word_rule,
           .belongs_to = only(Kind::kms_fail)});
    field("back_off", action.back_off,
          {.meaning = "the wait before each start, one a start",
           .range = up_to(24 * hour),
           .count_min = 1,
           .belongs_to = only(Kind::crash_loop),
           .needed_by = only(Kind::crash_loop)});
    field("unsafe", action.unsafe,
          {.meaning = "goes by age: keys that still sign are deleted too",
           .belongs_to = only(Kind::clean_up)});
    field("every", action.every,
          {.meaning = "again and again; 0s: once",
           .range = zero_or(minute, until_max),
           .belongs_to = only(Kind::clean_up)});
  }

  static void list_roll(auto& field, auto& action) {
    constexpr Choices roll = only(Kind::roll);
    field("order", action.order,
          {.meaning = "which servers come first; clusters go as `who` lists them",
           .belongs_to = roll});
    field("batch", action.batch,
          {.meaning = "servers at a time",
           .range = within(1, static_cast<std::int64_t>(servers_max)),
           .belongs_to = roll});
    field("how", action.how, {.meaning = "what is done to each", .belongs_to = roll});
    field("wait", action.wait, {.meaning = "for what, before the next batch", .belongs_to = roll});
    field("pause", action.pause,
          {.meaning = "and so much longer", .range = up_to(year), .belongs_to = roll});
    field("cap", action.cap,
          {.meaning = "longest wait for an acknowledgement",
           .range = up_to(year),
           .belongs_to = roll});
    field("second_start", action.second_start,
          {.meaning = "each server is started once more, with its keys", .belongs_to = roll});
    field("window", action.window,
          {.meaning = "batches begin only at this time of day", .belongs_to = roll});
    field(
        "in_turn", action.in_turn,
        {.meaning = "begins when the rolls before it in the plan have ended", .belongs_to = roll});
    field("key_limit", action.key_limit,
          {.meaning = "waits while a restart could make more JWT keys in a bundle than this; null: "
                      "does not",
           .range = within(1, 1'000'000'000),
           .belongs_to = roll});
  }
};

}  // namespace spindrift::scenario
