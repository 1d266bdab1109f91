#include "sim/history/recording/recorded_history.hpp"

#include <catch2/catch.hpp>

#include "sim/history/recording/key_book.hpp"
#include "sim/history/recording/stories.hpp"
#include "tests/recording/temporary_recording.hpp"

namespace spindrift::history {
namespace {

using namespace std::chrono_literals;

/// A line of a server's log; `more` are further members.
std::string says(const std::string& at, const std::string& who, const std::string& message,
                 const std::string& more = "") {
  return R"({"t": )" + at + R"(, "who": ")" + who + R"(", "msg": ")" + message + '"' +
         (more.empty() ? "" : ", " + more) + "}\n";
}

/// The member that names an authority or a kid.
std::string id(const std::string& authority) {
  return R"("slot": "A", "local_authority_id": ")" + authority + '"';
}

std::string lists(const std::string& at, const std::string& cluster, const std::string& operation,
                  const std::string& keys) {
  return R"({"t": )" + at + R"(, "cluster": ")" + cluster + R"(", "op": ")" + operation +
         R"(", "seq": 0, "roots": ["r1"], "keys": [)" + keys + "]}\n";
}

const std::string key_a = R"({"kid": "kidA", "not_after": 1364})";

/// root/1 and A/1 prepare and activate their first keys.
const std::string log =
    says("1.5", "root/1", "Preparing X509 CA") +
    says("1.6", "root/1", "X509 CA prepared", id("aaaa0001")) +
    says("1.6", "root/1", "X509 CA activated", id("aaaa0001")) +
    says("1.7", "root/1", "Starting Server APIs") + says("4.3", "A/1", "Preparing X509 CA") +
    says("4.4", "A/1", "X509 CA prepared",
         id("bbbb0001") + R"(, "upstream_authority_id": "aaaa0001ffff")") +
    says("4.4", "A/1", "X509 CA activated", id("bbbb0001")) +
    says("4.5", "A/1", "Preparing JWT key") + says("4.6", "A/1", "JWT key prepared", id("kidA")) +
    says("4.6", "A/1", "JWT key activated", id("kidA")) +
    says("4.8", "A/1", "Starting Server APIs");

const std::string bundles = lists("1.55", "root", "INSERT", "") +
                            lists("4.55", "root", "UPDATE", key_a) +
                            lists("4.58", "A", "INSERT", key_a);

template <class What>
std::vector<const Event*> all_of(const History& history) {
  std::vector<const Event*> found;
  for (const Event& event : history.events) {
    if (std::holds_alternative<What>(event.what)) found.push_back(&event);
  }
  return found;
}

TEST_CASE("keys are named by who prepared them, roots by whose preparation they fell into") {
  const TemporaryRecording recording;
  recording.write("servers.jsonl", log);
  recording.write("bundles.jsonl", bundles);
  const KeyBook book{read_recording(recording.folder())};
  CHECK(book.jwt("kidA") == Key{ServerId{1}, KeyType::jwt, 1});
  CHECK(book.x509("bbbb0001") == Key{ServerId{1}, KeyType::x509, 1});
  CHECK(book.root("r1") == Key{ServerId{0}, KeyType::x509, 1});
  CHECK(book.unknown().empty());
}

TEST_CASE("versions of a bundle become what they add and take away") {
  const TemporaryRecording recording;
  recording.write("servers.jsonl", log);
  recording.write("bundles.jsonl",
                  bundles +
                      R"({"t": 50, "cluster": "A", "op": "UPDATE", "seq": 1, "roots": ["r1"],)"
                      R"( "keys": [{"kid": "kidA", "not_after": 1364, "tainted": true}]})"
                      "\n");
  const History history = history_of(read_recording(recording.folder()));
  const auto changes = all_of<BundleChanged>(history);
  REQUIRE(changes.size() == 4);
  const auto& appended = std::get<BundleChanged>(changes[1]->what);
  REQUIRE(appended.added.size() == 1);
  CHECK(appended.added[0].key == Key{ServerId{1}, KeyType::jwt, 1});
  CHECK(appended.added[0].not_after == Time{363750ms});  // 1364 - 1000.25
  CHECK(changes[2]->cause == changes[1]->id);            // the list below follows the one above
  const auto& tainted = std::get<BundleChanged>(changes[3]->what);
  REQUIRE(tainted.added.size() == 1);
  CHECK(tainted.added[0].tainted);
  CHECK(tainted.removed.size() == 1);
}

TEST_CASE("a key whose maker was killed before it could say so is still known by its time") {
  const TemporaryRecording recording;
  recording.write("servers.jsonl", log + says("60.5", "A/1", "Preparing JWT key"));
  recording.write(
      "bundles.jsonl",
      bundles + lists("60.6", "root", "UPDATE", key_a + R"(, {"kid": "lost", "not_after": 1420})"));
  const KeyBook book{read_recording(recording.folder())};
  CHECK(book.jwt("lost") == Key{ServerId{1}, KeyType::jwt, 2});
  CHECK(book.unknown().empty());
}

TEST_CASE("a key that nobody can have made has no name, and nothing breaks") {
  const TemporaryRecording recording;
  recording.write("servers.jsonl", log);
  recording.write("bundles.jsonl",
                  bundles + lists("60.6", "root", "UPDATE", R"({"kid": "?", "not_after": 5000})"));
  const Recording read = read_recording(recording.folder());
  CHECK(KeyBook{read}.unknown() == std::vector<std::string>{"?"});
  CHECK(all_of<BundleChanged>(history_of(read)).size() == 4);
}

TEST_CASE("a date beyond what nanoseconds can count is far away, on its own side of the start") {
  const TemporaryRecording recording;
  const RecordedInputs inputs = read_recording(recording.folder()).inputs;
  const RecordedPlan& plan = inputs.plan;
  constexpr auto century = std::chrono::hours{100 * 366 * 24};
  for (const std::int64_t seconds : {std::int64_t{99'999'999'999}, INT64_MAX}) {
    CHECK(time_of_unix(plan, seconds) > Time{century * 9 / 10});
    CHECK(time_of_unix(plan, -seconds) < Time{-century * 9 / 10});
  }
  CHECK(time_of_unix(plan, INT64_MIN) == time_of_unix(plan, -INT64_MAX));
  CHECK(time_of_unix(plan, plan.start_seconds + 60) == Time{1min} - plan.start_fraction);
}

TEST_CASE("preparations that failed count among the keys generated, unless no key was made") {
  const TemporaryRecording recording;
  recording.write(
      "servers.jsonl",
      log + says("60", "A/1", "Preparing JWT key") +
          says("61", "A/1", "Unable to rotate JWT key", R"("error": "context deadline exceeded")") +
          says("70", "A/1", "Preparing JWT key") +
          says("71", "A/1", "Unable to rotate JWT key", R"("error": "keymanager(disk): full")") +
          says("80", "A/1", "Preparing JWT key") +
          says("81", "A/1", "JWT key prepared", id("kidB")));
  recording.write("bundles.jsonl", bundles);
  const Recording read = read_recording(recording.folder());
  CHECK(KeyBook{read}.jwt("kidB") == Key{ServerId{1}, KeyType::jwt, 3});
  const History history = history_of(read);
  const auto failures = all_of<PrepareFailed>(history);
  REQUIRE(failures.size() == 2);
  CHECK(std::get<PrepareFailed>(failures[0]->what).key.number == 2);
  CHECK_FALSE(std::get<PrepareFailed>(failures[1]->what).key.exists());
}

TEST_CASE("a key that its maker never heard of counts for the attempt that no other key tells of") {
  const TemporaryRecording recording;
  const auto calls = [](const std::string& at, const std::string& call, const std::string& key,
                        const std::string& alias = "") {
    return R"({"t": )" + at + R"(, "ms": 2, "who": "A-1", "call": ")" + call +
           R"(", "status": 200, "key": ")" + key + R"(", "alias": ")" + alias + "\"}\n";
  };
  recording.write("servers.jsonl",
                  says("60", "A/1", "Preparing X509 CA") +
                      says("60.015", "A/1", "Unable to rotate X509 CA",
                           R"("error": "keymanager(aws_kms): failed to create key")") +
                      says("60.02", "A/1", "Preparing JWT key") +
                      says("61", "A/1", "JWT key prepared", id("kidA")));
  recording.write("kms.jsonl", calls("60.005", "CreateKey", "lost") +
                                   calls("60.025", "CreateKey", "used") +
                                   calls("60.1", "CreateAlias", "used", "A-1/JWT-Signer-A"));
  const KeyBook book{read_recording(recording.folder())};
  CHECK(book.kms("lost") == Key{ServerId{1}, KeyType::x509, 1});
  CHECK(book.kms("used") == Key{ServerId{1}, KeyType::jwt, 1});
}

TEST_CASE("a preparation that fails in the key manager leaves the old stream open") {
  const TemporaryRecording recording;
  const auto closed_at_the_end = [&](const std::string& error) {
    recording.write("servers.jsonl", log + says("60", "A/1", "Preparing JWT key") +
                                         says("61", "A/1", "Unable to rotate JWT key",
                                              R"("error": ")" + error + '"'));
    recording.write("bundles.jsonl", bundles);
    return all_of<ListeningClosed>(history_of(read_recording(recording.folder()))).size();
  };
  CHECK(closed_at_the_end("keymanager(aws_kms): throttled") == 0);
  CHECK(closed_at_the_end("context deadline exceeded") == 1);
}

TEST_CASE("a restart that finds its keys opens nothing") {
  const TemporaryRecording recording;
  recording.write("processes.jsonl", TemporaryRecording::processes(
                                         R"({"t": 20, "ev": "action", "do": "restart", "who": "A/1"}
{"t": 20.1, "ev": "ended", "who": "A/1", "code": 0}
{"t": 20.2, "ev": "spawned", "who": "A/1"}
{"t": 21, "ev": "healthy", "who": "A/1"}
)"));
  recording.write("servers.jsonl", log + says("20.6", "A/1", "JWT key activated", id("kidA")));
  recording.write("bundles.jsonl", bundles);
  const History history = history_of(read_recording(recording.folder()));
  CHECK(all_of<ListeningOpened>(history).size() == 2);  // X.509 and JWT of the first life
  const auto activations = all_of<KeyActivated>(history);
  CHECK(std::get<KeyActivated>(activations.back()->what).reason == ActivateReason::loaded_at_start);
  const auto ends = all_of<ServerEnded>(history);
  REQUIRE(ends.size() == 1);
  CHECK_FALSE(std::get<ServerEnded>(ends[0]->what).by_itself);
}

TEST_CASE("a change that never arrived proves that nobody polled well") {
  const TemporaryRecording recording;
  recording.write("servers.jsonl", log + says("60", "root/1", "Preparing JWT key") +
                                       says("60.2", "root/1", "JWT key prepared", id("kidR")));
  const std::string both = key_a + R"(, {"kid": "kidR", "not_after": 1420})";
  const std::string upstream = lists("60.1", "root", "UPDATE", both);
  recording.write("bundles.jsonl", bundles + upstream);
  const auto silences = [&] {
    return all_of<PollingStopped>(history_of(read_recording(recording.folder()))).size();
  };
  CHECK(silences() == 1);
  recording.write("bundles.jsonl", bundles + upstream + lists("66", "A", "UPDATE", both));
  CHECK(silences() == 0);
}

TEST_CASE("no recorded history has gaps in its ids, falling times or causes that come later") {
  const TemporaryRecording recording;
  recording.write("servers.jsonl", log);
  recording.write("bundles.jsonl", bundles);
  const History history = history_of(read_recording(recording.folder()));
  REQUIRE(!history.events.empty());
  for (std::size_t place = 0; place < history.events.size(); ++place) {
    const Event& event = history.events[place];
    CHECK(number(event.id) == place + 1);
    CHECK(number(event.cause) <= place);
    if (place > 0) CHECK(history.events[place - 1].at <= event.at);
  }
  CHECK(std::holds_alternative<HistoryEnded>(history.events.back().what));
}

}  // namespace
}  // namespace spindrift::history
