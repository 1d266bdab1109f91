#include <catch2/catch.hpp>

#include "sim/scenario/scenario_fields.hpp"
#include "sim/scenario/strategy_fields.hpp"
#include "sim/scenario/value_writer.hpp"
#include "tests/scenario/golden.hpp"
#include "tests/scenario/loading.hpp"

namespace spindrift::scenario::test {
namespace {

/// Converts to whatever a member of an aggregate is made of.
struct Anything {
  template <class Value>
  operator Value() const;
};

template <class Aggregate, class... Members>
constexpr std::size_t member_count() {
  if constexpr (requires { Aggregate{Members{}..., Anything{}}; }) {
    return member_count<Aggregate, Members..., Anything>();
  } else {
    return sizeof...(Members);
  }
}

/// Counts the fields of a table and looks for two of one name.
class Counter {
 public:
  template <class Value>
  void operator()(std::string_view name, const Value&, const About& about) {
    names.emplace_back(name);
    CHECK_FALSE(about.meaning.empty());
  }
  template <class Enumeration>
  void choice(std::string_view name, const Enumeration& value, const About& about) {
    (*this)(name, value, about);
  }
  void version(std::string_view name, const model::ClusterOptions& options, const About& about) {
    (*this)(name, options.version, about);
  }
  void inherited(const model::ClusterOptions& options) {
    Fields<model::ClusterOptions>::list(*this, options);
  }

  std::vector<std::string> names;
};

template <class Record>
std::vector<std::string> fields_of() {
  Counter counter;
  const Record record;
  Fields<Record>::list(counter, record);
  return counter.names;
}

TEST_CASE("every member of the model's options can be written in a scenario") {
  CHECK(fields_of<model::Behaviour>().size() + 1 == member_count<model::Behaviour>());  // version
  CHECK(fields_of<model::KeyManagerOptions>().size() == member_count<model::KeyManagerOptions>());
  CHECK(fields_of<model::DatastoreOptions>().size() == member_count<model::DatastoreOptions>());
  CHECK(fields_of<model::NetworkOptions>().size() == member_count<model::NetworkOptions>());
  CHECK(fields_of<model::MachineOptions>().size() == member_count<model::MachineOptions>());
  CHECK(fields_of<model::AgentOptions>().size() == member_count<model::AgentOptions>());
  CHECK(fields_of<model::KmsQuota>().size() == member_count<model::KmsQuota>());
  CHECK(fields_of<model::FirstStarts>().size() == member_count<model::FirstStarts>());
  CHECK(fields_of<model::Monitor>().size() == member_count<model::Monitor>());
  // `upgrades` follows from the plan.
  CHECK(fields_of<model::ClusterOptions>().size() + 1 == member_count<model::ClusterOptions>());
  CHECK(fields_of<ProviderWritten>().size() == member_count<model::DiscoveryProvider>());
  CHECK(fields_of<PartyWritten>().size() == member_count<model::RelyingParty>());
}

TEST_CASE("no table lists a name twice") {
  for (auto names : {fields_of<ScenarioWritten>(), fields_of<GroupWritten>(),
                     fields_of<ActionWritten>(), fields_of<ExpectationWritten>(),
                     fields_of<model::Behaviour>(), fields_of<StrategyWritten>()}) {
    std::sort(names.begin(), names.end());
    CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
  }
}

TEST_CASE("the scenario that uses every field does, and each has another value than its default") {
  const Scenario everything =
      scenario_of(read_whole(SPINDRIFT_SOURCE_DIR "/tests/scenario/everything.json"));
  for (const Setting& setting : everything.settings) {
    if (setting.is_inherited || setting.pointer.starts_with("/clusters/0")) continue;
    INFO(setting.pointer);
    CHECK(setting.origin.find("f.json:") == 0);
  }
}

TEST_CASE("the defaults of all fields are within their ranges") {
  const Scenario plain = scenario_of(R"({"clusters": [{"name": "a"}]})");
  CHECK(problems_of(plain.effective_text) == "");
}

}  // namespace
}  // namespace spindrift::scenario::test
