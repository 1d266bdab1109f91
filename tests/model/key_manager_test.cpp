#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::KeyGenerated;
using history::KmsCalled;
using history::PrepareFailed;

namespace {

DeploymentBuilder kms_server(const std::string& version = "1.10.4") {
  DeploymentBuilder build{version};
  build.cluster("A", 1).key_manager(KeyManagerKind::aws_kms);
  return build;
}

/// The names of the calls that a server made in a span of time, "CreateAlias x509-CA-A" where
/// they name a slot.
std::vector<std::string> calls(const Recorder& seen, Time from, Time to,
                               std::string_view without = "Sign") {
  std::vector<std::string> names;
  for (const auto& call : seen.of<KmsCalled>("A/1")) {
    if (call.at < from || call.at >= to || call.what.call == without) continue;
    names.push_back(call.what.call.text() +
                    (call.what.slot.empty() ? "" : " " + call.what.slot.text()));
  }
  return names;
}

}  // namespace

TEST_CASE("a first start asks who it is, then makes a key and an alias for each type", "[R14]") {
  const Recorder seen = kms_server().until(1min).run();
  const std::vector<std::string> wanted{"ListAliases",  "GetCallerIdentity",       "CreateKey",
                                        "GetPublicKey", "CreateAlias x509-CA-A",   "CreateKey",
                                        "GetPublicKey", "CreateAlias JWT-Signer-A"};
  CHECK(calls(seen, Time{}, Time{1min}) == wanted);
}

TEST_CASE("with a key policy nobody asks STS", "[R14]") {
  DeploymentBuilder build = kms_server();
  build.options("A").key_manager.key_policy_is_set = true;
  CHECK(build.until(1min).run().kms_calls("A/1", "GetCallerIdentity") == 0);
}

TEST_CASE("a slot that had a key gets its alias updated and its old key deleted", "[R14]") {
  const Recorder seen = kms_server().until(25h).run();
  const auto made = calls(seen, Time{24h}, Time{25h});
  for (const std::string slot : {"x509-CA-A", "JWT-Signer-A"}) {
    CHECK(std::count(made.begin(), made.end(), "UpdateAlias " + slot) >= 1);
    CHECK(std::count(made.begin(), made.end(), "CreateAlias " + slot) == 0);
  }
  std::vector<Key> deleted;
  for (const auto& call : seen.of<KmsCalled>("A/1")) {
    if (call.what.call == "ScheduleKeyDeletion") deleted.push_back(call.what.key);
  }
  std::sort(deleted.begin(), deleted.end());
  CHECK(deleted == std::vector{seen.key("A/1#x1"), seen.key("A/1#1")});
}

TEST_CASE("in a tick that makes a key, who signs later waits for the key manager",
          "[R6][R7b][R14]") {
  // Signatures that were asked for in the very tick of a CreateKey, and were answered before it.
  const auto overtaking = [](Duration check_to_sign, Duration look_to_sign) {
    DeploymentBuilder build = kms_server();
    build.ca_ttl(4min).until(3h);
    build.options("A").default_x509_svid_ttl = 1min;
    build.options("A").key_manager.kms_call = always(100ms);
    build.options("A").machine.check_to_issue = 2ms;
    build.options("A").machine.check_to_sign = check_to_sign;
    build.options("A").machine.look_to_sign = look_to_sign;
    const Recorder seen = build.run();
    const auto all = seen.of<KmsCalled>("A/1");
    std::size_t count = 0;
    for (const auto& create : all) {
      if (create.what.call != "CreateKey" || create.at < Time{1min}) continue;
      count += static_cast<std::size_t>(std::ranges::count_if(all, [&](const auto& call) {
        const Duration apart = call.at - create.at;
        return call.what.call == "Sign" && apart < Duration{} && apart > -50ms;
      }));
    }
    return count;
  };
  const std::size_t own_svids = overtaking(0ms, 10ms);
  const std::size_t looks = overtaking(3ms, 0ms);
  CHECK(own_svids > 0);
  CHECK(looks > 0);
  CHECK(overtaking(0ms, 0ms) == own_svids + looks);
  CHECK(overtaking(3ms, 10ms) == 0);
}

TEST_CASE("a server makes 4 KMS keys a day and has about 28 pending deletion", "[R14]") {
  const Recorder seen = kms_server().until(21 * 24h).run();
  const auto in_span = [&](std::string_view name, Time from, Time to) {
    const auto wanted = [&](const KmsCalled& call) { return call.call == name; };
    std::size_t count = 0;
    for (const auto& call : seen.where<KmsCalled>(wanted)) {
      if (call.at >= from && call.at < to) ++count;
    }
    return count;
  };
  CHECK(in_span("CreateKey", Time{10 * 24h}, Time{11 * 24h}) == 4);
  CHECK(in_span("ScheduleKeyDeletion", Time{10 * 24h}, Time{17 * 24h}) == 28);
}

TEST_CASE("a throttled call is tried three times", "[R14]") {
  DeploymentBuilder build = kms_server();
  build.kms_fails(0s, "CreateKey", "ThrottlingException", 1h).until(1min);
  const Recorder seen = build.run();
  CHECK(seen.kms_calls("A/1", "CreateKey") == 3);
  CHECK(seen.of<PrepareFailed>("A/1").size() == 1);
  for (const auto& call : seen.of<KmsCalled>("A/1")) {
    CHECK(call.what.status == (call.what.call == "CreateKey" ? 400 : 200));
  }
}

TEST_CASE("a quota that is used up and KMS's own errors are tried three times as well", "[R14]") {
  const auto statuses = [](const std::string& error) {
    DeploymentBuilder build = kms_server();
    build.kms_fails(0s, "CreateKey", error, 1h).until(1min);
    std::vector<std::int32_t> found;
    const Recorder seen = build.run();
    for (const auto& call : seen.of<KmsCalled>("A/1")) {
      if (call.what.call == "CreateKey") found.push_back(call.what.status);
    }
    return found;
  };
  CHECK(statuses("LimitExceededException") == std::vector<std::int32_t>{400, 400, 400});
  CHECK(statuses("KMSInternalException") == std::vector<std::int32_t>{500, 500, 500});
  CHECK(statuses("DependencyTimeoutException") == std::vector<std::int32_t>{503, 503, 503});
}

TEST_CASE("an error of another kind is not tried again", "[R14]") {
  DeploymentBuilder build = kms_server();
  build.kms_fails(0s, "CreateKey", "AccessDeniedException", 1h).until(1min);
  CHECK(build.run().kms_calls("A/1", "CreateKey") == 1);
}

TEST_CASE("a generation has 30 s in all", "[R14]") {
  DeploymentBuilder build = kms_server();
  build.options("A").key_manager.kms_call_by_name["GetPublicKey"] = always(40s);
  const Recorder seen = build.until(2min).run();
  const auto failed = seen.of<PrepareFailed>("A/1");
  REQUIRE(!failed.empty());
  CHECK(failed[0].at >= Time{30s});
  CHECK(failed[0].at < Time{33s});
  // The key was made, and is left behind without an alias.
  CHECK(seen.of<KeyGenerated>("A/1").size() == 1);
  CHECK(seen.kms_calls("A/1", "CreateAlias") == 0);
}

TEST_CASE("no signature is made while a key is generated", "[R14]") {
  DeploymentBuilder build = kms_server();
  build.options("A").key_manager.kms_call_by_name["CreateKey"] = always(9s);
  const Recorder seen = build.until(14h).run();
  std::size_t waited = 0;
  for (const auto& made : seen.of<KmsCalled>("A/1")) {
    if (made.what.call != "CreateKey" || made.at < Time{1h}) continue;
    for (const auto& call : seen.of<KmsCalled>("A/1")) {
      if (call.what.call != "Sign") continue;
      CHECK((call.at <= made.at - Duration{9s} + call.what.took || call.at > made.at));
      if (call.at > made.at && call.at < made.at + Duration{1min}) ++waited;
    }
  }
  CHECK(waited > 0);
}

TEST_CASE("an alias that no server refreshed for 14 days is deleted with its key", "[R14]") {
  DeploymentBuilder build{"1.10.4"};
  build.cluster("A", 2).key_manager(KeyManagerKind::aws_kms);
  build.at(1h, ActionKind::lose_disk, {"A/2"}).at(1h, ActionKind::restart, {"A/2"});
  build.until(17 * 24h);
  const Recorder seen = build.run();
  const auto deleted =
      seen.where<KmsCalled>([](const KmsCalled& call) { return call.call == "DeleteAlias"; });
  REQUIRE(deleted.size() == 2);
  CHECK(deleted[0].at > Time{14 * 24h});
  CHECK(deleted[0].at < Time{15 * 24h + 2h});
  CHECK(deleted[0].what.key.maker == seen.topology().find_server("A/2"));
}

TEST_CASE("a key without an alias is found only from 1.14.1", "[R14]") {
  const auto found = [](const std::string& version) {
    DeploymentBuilder build = kms_server(version);
    // The alias call fails for a minute when the next keys are due: some keys stay without one.
    build.kms_fails(12h, "CreateAlias", "KMSInternalException", 1min).until(6 * 24h);
    const Recorder seen = build.run();
    const std::size_t failures = seen.of<PrepareFailed>("A/1").size();
    REQUIRE(failures > 0);
    std::vector<Key> left_behind;
    for (const auto& failure : seen.of<PrepareFailed>("A/1")) {
      left_behind.push_back(failure.what.key);
    }
    std::vector<Key> generated_in_vain;
    std::size_t deleted = 0;
    for (const auto& call : seen.of<KmsCalled>("A/1")) {
      if (call.what.call != "ScheduleKeyDeletion") continue;
      for (const auto& made : seen.of<KeyGenerated>("A/1")) {
        const bool in_outage = made.at > Time{12h} && made.at < Time{12h + 1min};
        if (in_outage && made.what.key == call.what.key) ++deleted;
      }
    }
    return deleted;
  };
  CHECK(found("1.12.4") == 0);
  CHECK(found("1.15.0") > 0);
}

}  // namespace spindrift::model
