#include "analysis/fidelity/predicted_tables.hpp"

#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/fidelity/tale.hpp"
#include "tests/recording/temporary_recording.hpp"

namespace spindrift::analysis {
namespace {

using namespace std::chrono_literals;

history::RecordedInputs tiny(const history::TemporaryRecording& recording) {
  return history::read_recorded_inputs(recording.folder());
}

TEST_CASE("a prediction is written in the recordings' own form, and read by their reader") {
  const history::TemporaryRecording recording;
  const history::RecordedInputs inputs = tiny(recording);
  history::JournalSaved saved;
  saved.server = Tale::a_1;
  saved.row = 7;
  saved.inserted = true;
  saved.active_authority = Tale::x509(Tale::a_1, 3);
  saved.x509 = {{Tale::x509(Tale::a_1, 3), history::Slot::b, history::KeyStatus::active,
                 history::Time{4s}, history::Time{364s}}};
  history::BundleChanged inserted;
  inserted.cluster = Tale::a;
  inserted.inserted = true;
  inserted.added = {{Tale::jwt(Tale::a_1, 5), history::Time{364750ms}, false}};
  history::BundleChanged removed;
  removed.cluster = Tale::a;
  removed.sequence = 1;
  removed.removed = inserted.added;
  const history::History predicted = Tale{}
                                         .at(1s, history::ServerSpawned{Tale::a_1, "1.10.4"})
                                         .at(4s, saved)
                                         .at(5s, inserted)
                                         .calls(6s, Tale::a_1, "GetCallerIdentity", {})
                                         .calls(6s, Tale::a_1, "CreateKey", {}, 400)
                                         .at(7s, removed)
                                         .at(8s, history::ServerEnded{Tale::a_1, true, "gone"})
                                         .until(90s);
  write_predicted_tables(recording.folder() / "out", inputs, predicted, {});
  for (const char* const file : {"bundles.jsonl", "journals.jsonl", "kms.jsonl"}) {
    std::filesystem::copy_file(recording.folder() / "out" / file, recording.folder() / file);
  }
  const history::Recording read = history::read_recording(recording.folder());
  REQUIRE(read.bundles.size() == 2);
  CHECK(read.bundles[0].inserted);
  REQUIRE(read.bundles[0].jwt_keys.size() == 1);
  CHECK(read.bundles[0].jwt_keys[0].kid == "A/1#1");  // its first that became visible
  CHECK(read.bundles[0].jwt_keys[0].not_after == 1365);
  CHECK(read.bundles[1].jwt_keys.empty());
  REQUIRE(read.journals.size() == 1);
  CHECK(read.journals[0].row == 7);
  CHECK(read.journals[0].active_authority == "A/1#1");
  CHECK(read.journals[0].x509[0].slot == "B");
  REQUIRE(read.kms.size() == 1);  // STS is not KMS
  CHECK(read.kms[0].who == "A-1");
  CHECK(read.kms[0].status == 400);
}

TEST_CASE("predicted rows name the trust domain, and say why a token is refused") {
  const history::TemporaryRecording recording;
  history::BundleChanged inserted;
  inserted.cluster = Tale::a;
  inserted.inserted = true;
  history::KeyActivated activated;
  activated.server = Tale::a_1;
  activated.key = Tale::jwt(Tale::a_1, 1);
  activated.not_after = history::Time{364s};
  history::BundleChanged made = inserted;
  made.added = {{activated.key, history::Time{364s}, false}};
  const history::History predicted = Tale{}
                                         .at(1s, history::ServerSpawned{Tale::a_1, "1.10.4"})
                                         .at(1s, history::ServerListening{Tale::a_1})
                                         .at(1s, history::ObserverStarted{Tale::agent})
                                         .at(2s, made)
                                         .at(2s, activated)
                                         .until(90s);
  const std::vector<VerdictQuestion> questions{{history::Time{5s}, Tale::a_1, Tale::agent}};
  write_predicted_tables(recording.folder() / "out", tiny(recording), predicted, questions);
  const auto row_of = [&](const char* file) {
    std::ifstream stream{recording.folder() / "out" / file};
    std::string line;
    std::getline(stream, line);
    return nlohmann::json::parse(line);
  };
  CHECK(row_of("bundles.jsonl").at("ref") == "spiffe://example.org");
  const auto verdict = row_of("verdicts.jsonl");
  CHECK(verdict.at("ok") == false);
  CHECK(verdict.at("t_end") == 5.0);
  CHECK(verdict.at("why") ==
        "SVID is not valid: public key \"A/1#1\" not found in trust domain \"example.org\"");
}

TEST_CASE("questions follow the plan: every so often, each server to each agent") {
  const history::TemporaryRecording recording;
  CHECK(planned_questions(tiny(recording)).empty());
  recording.write("plan.json", history::TemporaryRecording::plan("[]", ", \"verify_every_s\": 30"));
  const auto questions = planned_questions(tiny(recording));
  CHECK(questions.size() == 3 * 3 * 1);  // at 10 s, 40 s and 70 s; three servers; agent-root
  CHECK(questions.front().at == history::Time{10s});
}

}  // namespace
}  // namespace spindrift::analysis
