#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/scenario/loading.hpp"

namespace spindrift::scenario::test {
namespace {

using namespace std::chrono_literals;
using model::ActionKind;

/// The plan of a root and three regions of two servers each.
std::vector<model::Action> plan_of(const std::string& actions) {
  return scenario_of(R"({"clusters": [{"name": "root", "servers": 2},
      {"name": "r{1..3}", "upstream": "root", "servers": 2}], "plan": [)" +
                     actions + "]}")
      .deployment.plan;
}

std::string names(const std::vector<model::ServerId>& servers) {
  constexpr std::string_view all[] = {"root/1", "root/2", "r1/1", "r1/2",
                                      "r2/1",   "r2/2",   "r3/1", "r3/2"};
  std::string text;
  for (const model::ServerId server : servers) {
    if (!text.empty()) text += ' ';
    text += all[history::index(server)];
  }
  return text;
}

std::string who(const std::string& written) {
  return names(plan_of(R"({"at": "1h", "do": "restart", "who": )" + written + "}").at(0).servers);
}

TEST_CASE("whom an action is for: servers, clusters, patterns and lists, each once") {
  CHECK(who(R"("r2/1")") == "r2/1");
  CHECK(who(R"("r2")") == "r2/1 r2/2");
  CHECK(who(R"("r2/*")") == "r2/1 r2/2");
  CHECK(who(R"("r{3..2}/*")") == "r3/1 r3/2 r2/1 r2/2");
  CHECK(who(R"("*/1")") == "root/1 r1/1 r2/1 r3/1");
  CHECK(who(R"("r*")") == "root/1 root/2 r1/1 r1/2 r2/1 r2/2 r3/1 r3/2");
  CHECK(who(R"(["r3", "root/2", "r3/1"])") == "r3/1 r3/2 root/2");
  CHECK(who(R"("{root,r1}/2")") == "root/2 r1/2");
}

TEST_CASE("actions come in the order of their times, equal ones as in the file") {
  const auto plan = plan_of(R"(
    {"at": "2h", "do": "stop", "who": "root/1"}, {"at": "1h", "do": "kill", "who": "r1/1"},
    {"at": "1h", "do": "vanish", "who": "r1/2"})");
  CHECK(plan[0].kind == ActionKind::kill);
  CHECK(plan[1].kind == ActionKind::vanish);
  CHECK(plan[2].kind == ActionKind::stop);
  CHECK(plan[2].at == 2h);
}

TEST_CASE("an action on clusters becomes one for each of them") {
  const auto plan = plan_of(R"(
    {"at": "1h", "do": "database_lock", "who": "r{1..2}", "for": "9s", "table": "ca_journals"},
    {"at": "1h", "do": "kms_fail", "for": "1m", "call": "CreateKey", "error": "AccessDenied"},
    {"at": "1h", "do": "clean_up", "every": "6h", "unsafe": true},
    {"at": "1h", "do": "clean_up", "who": "root"},
    {"at": "1h", "do": "agent_stop", "who": ["r3"]})");
  REQUIRE(plan.size() == 6);
  CHECK(plan[0].cluster == history::ClusterId{1});
  CHECK(plan[1].cluster == history::ClusterId{2});
  CHECK(plan[1].table == model::Table::ca_journals);
  CHECK(plan[1].lasts == 9s);
  CHECK(plan[2].kms_call == "CreateKey");
  CHECK(plan[2].kms_error == "AccessDenied");
  CHECK(plan[2].servers.empty());
  CHECK(plan[3].cluster == history::ClusterId::none);
  CHECK(plan[3].every == 6h);
  CHECK(plan[3].unsafe);
  CHECK(plan[4].cluster == history::ClusterId{0});
  CHECK(plan[5].cluster == history::ClusterId{3});
}

TEST_CASE("a rolling restart takes all that can be said of it") {
  const auto plan = plan_of(R"({"at": "1h", "do": "roll", "who": ["r{2..1}", "root"],
    "version": "1.12.4", "batch": 2, "how": "crash_restart", "wait": "acknowledgement",
    "pause": "2m", "cap": "3h", "second_start": {"after": "5s", "who": "r1"},
    "window": {"from": "22h", "to": "6h"}, "key_limit": 90})");
  const model::RollingRestart& roll = plan.at(0).roll;
  CHECK(names(roll.servers) == "r2/1 r2/2 r1/1 r1/2 root/1 root/2");
  CHECK(roll.version == "1.12.4");
  CHECK(roll.batch_size == 2);
  CHECK(roll.how == ActionKind::crash_restart);
  CHECK(roll.wait == model::RollWait::acknowledgement);
  CHECK(roll.pause == 2min);
  CHECK(roll.cap == 3h);
  CHECK(roll.second_start == kernel::Duration{5s});
  CHECK(names(roll.second_start_only) == "r1/1 r1/2");
  CHECK(roll.window_begin == kernel::Duration{22h});
  CHECK(roll.window_end == kernel::Duration{6h});
  CHECK(roll.key_limit == std::size_t{90});
}

TEST_CASE("a rolling restart that says nothing replaces one server at a time, by health") {
  const model::RollingRestart roll =
      plan_of(R"({"at": "1h", "do": "roll", "who": "r1"})").at(0).roll;
  CHECK(roll.how == ActionKind::replace);
  CHECK(roll.wait == model::RollWait::health);
  CHECK(roll.batch_size == 1);
  CHECK_FALSE(roll.second_start);
  CHECK_FALSE(roll.window_begin);
  CHECK_FALSE(roll.key_limit);
  CHECK(roll.version.empty());
}

TEST_CASE("round robin takes the first servers of all clusters before the second ones") {
  const auto plan = plan_of(
      R"({"at": "1h", "do": "roll", "who": ["r3", "root", "r1/2"], "order": "round_robin"})");
  CHECK(names(plan.at(0).roll.servers) == "r3/1 root/1 r1/2 r3/2 root/2");
}

TEST_CASE("a plan about more servers than memory can hold is refused, and quickly") {
  std::string plan;
  for (int count = 0; count < 1'000; ++count) {
    if (count > 0) plan += ',';
    plan += R"({"at": "1h", "do": "restart", "who": "r*"})";
  }
  const std::string clusters = R"("clusters": [{"name": "r{1..1500}"}])";
  CHECK(problems_of(fmt::format("{{{}, \"plan\": [{}]}}", clusters, plan))
            .find("the plan is about 1000500 servers and clusters") != std::string::npos);
  std::string many = R"({"at": "1h", "do": "roll", "who": "r1", "second_start": )"
                     R"({"after": "1s", "who": ["r1")";
  for (int count = 0; count < 900; ++count) many += ",\"r{1..1400}\"";
  many += "]}}";
  std::string rolls = many;
  for (int count = 0; count < 60; ++count) rolls += "," + many;
  CHECK(problems_of(fmt::format("{{{}, \"plan\": [{}]}}", clusters, rolls))
            .find("comparisons with names") != std::string::npos);
}

TEST_CASE("a plan that brings very many versions is refused") {
  std::string plan;
  for (int patch = 0; patch < 11; ++patch) {
    if (patch > 0) plan += ',';
    plan += fmt::format(R"({{"at": "1h", "do": "roll", "who": "r", "version": "1.11.{}"}})", patch);
  }
  CHECK(problems_of(R"({"clusters": [{"name": "r"}], "plan": [)" + plan + "]}")
            .find("11 different versions; allowed are 10") != std::string::npos);
}

}  // namespace
}  // namespace spindrift::scenario::test
