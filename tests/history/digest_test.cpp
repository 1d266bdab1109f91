#include "sim/history/digest.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "tests/history/arbitrary_events.hpp"

namespace spindrift::history {
namespace {

std::string digest_of(const Topology& topology, const std::vector<Event>& events) {
  Digest digest;
  digest.begin(topology);
  for (const Event& event : events) digest.on_event(event);
  return digest.hex();
}

/// Changes the member at one place, counted over an event and the rows in it.
class ChangeOne {
 public:
  explicit ChangeOne(std::size_t place) : left_{place} {}

  /// Whether there was a member at that place.
  [[nodiscard]] bool done() const { return done_; }

  template <class Value>
  void operator()(std::string_view, Value& value) {
    if constexpr (requires { value.front(); } && !std::is_same_v<Value, std::string>) {
      for (auto& row : value) {
        if constexpr (std::is_same_v<std::decay_t<decltype(row)>, Key>) {
          (*this)("", row);
        } else {
          row.fields(row, *this);
        }
      }
    }
    if (done_ || left_-- > 0) return;
    done_ = true;
    change(value);
  }

 private:
  static void change(bool& value) { value = !value; }
  template <std::integral Number>
  static void change(Number& value) {
    value = static_cast<Number>(value ^ Number{1});
  }
  static void change(Duration& value) { value = Duration{value.count() ^ 1}; }
  static void change(Time& value) { value = Time{Duration{value.time_since_epoch().count() ^ 1}}; }
  static void change(std::string& value) { value += '\0'; }
  static void change(KmsName& value) { value = value.text() + '\0'; }
  static void change(Key& value) {
    if (value.exists()) {
      value.number ^= 1U;
    } else {
      value = {ServerId{0}, KeyType::jwt, 0};
    }
  }
  template <class Enumeration>
  requires std::is_enum_v<Enumeration>
  static void change(Enumeration& value) {
    if constexpr (requires { Enumeration::none; }) {
      value = value == Enumeration::none ? Enumeration{0} : Enumeration::none;
    } else {
      const std::size_t next = static_cast<std::size_t>(value) + 1;
      value = static_cast<Enumeration>(next % words<Enumeration>.size());
    }
  }
  template <class Row>
  static void change(std::vector<Row>& rows) {
    rows.emplace_back();
  }

  std::size_t left_;
  bool done_ = false;
};

/// A property of one type of event.
void every_member_matters(const Payload& type) {
  const Topology topology = small_topology();
  const Event original = arbitrary_event(type, 5, Time{Duration{*rc::gen::arbitrary<int>()}});
  const std::string digest = digest_of(topology, {original});
  RC_ASSERT(digest == digest_of(topology, {original}));
  for (std::size_t place = 0;; ++place) {
    Event changed = original;
    ChangeOne change{place};
    std::visit([&](auto& what) { what.fields(what, change); }, changed.what);
    if (!change.done()) break;
    RC_ASSERT(digest_of(topology, {changed}) != digest);
  }
}

}  // namespace

TEST_CASE("changing any member of any event changes the digest") {
  for (const Payload& type : event_of_every_type()) {
    rc::prop(name_of_type(type), [&type] { every_member_matters(type); });
  }
}

TEST_CASE("id, cause, time and type of an event are part of the digest") {
  const Topology topology = small_topology();
  const Event event{EventId{2}, EventId{1}, Time{Duration{9}}, ObserverStarted{}};
  const std::string digest = digest_of(topology, {event});
  Event other = event;
  other.id = EventId{3};
  CHECK(digest_of(topology, {other}) != digest);
  other = event;
  other.cause = EventId::none;
  CHECK(digest_of(topology, {other}) != digest);
  other = event;
  other.at += Duration{1};
  CHECK(digest_of(topology, {other}) != digest);
  other = event;
  other.what = ServerListening{};
  CHECK(digest_of(topology, {other}) != digest);
  CHECK(digest_of(topology, {event, event}) != digest);
}

TEST_CASE("the order in which a topology lists its members does not matter, their names do") {
  Topology topology = small_topology();
  const Event event{EventId{1}, EventId::none, Time{}, ServerListening{ServerId{0}}};
  const std::string digest = digest_of(topology, {event});

  Topology swapped = topology;
  std::swap(swapped.servers[0], swapped.servers[2]);
  const Event same{EventId{1}, EventId::none, Time{}, ServerListening{ServerId{2}}};
  CHECK(digest_of(swapped, {same}) == digest);
  CHECK(digest_of(swapped, {event}) != digest);

  topology.servers[1].name = "root/3";
  CHECK(digest_of(topology, {event}) != digest);
}

TEST_CASE("the digest of one known history stays what it is") {
  Topology topology;
  topology.clusters = {{"A", ClusterId::none, {ServerId{0}}}};
  topology.servers = {{"A/1", ClusterId{0}}};
  const std::vector<Event> events{
      {EventId{1}, EventId::none, Time{}, ServerSpawned{ServerId{0}, "1.10.4"}},
      {EventId{2}, EventId{1}, Time{Duration{1}}, HistoryEnded{}}};
  CHECK(digest_of(topology, events) == "3dd025de8913330625e94fcead16a87e");
}

TEST_CASE("a history of more than the digest holds at once is told from another") {
  const Topology topology = small_topology();
  std::vector<Event> events;
  for (std::uint64_t id = 1; id <= 500; ++id) {
    events.push_back({EventId{id}, EventId::none, Time{}, ServerListening{ServerId{0}}});
  }
  const std::string digest = digest_of(topology, events);
  for (const std::size_t place : {0U, 100U, 499U}) {
    std::vector<Event> others = events;
    others[place].what = ServerListening{ServerId{1}};
    CHECK(digest_of(topology, others) != digest);
  }
  // One event is as long as many.
  BundleChanged change;
  change.added.resize(1000);
  const Event event{EventId{1}, EventId::none, Time{}, change};
  change.added.back().tainted = true;
  CHECK(digest_of(topology, {event}) !=
        digest_of(topology, {{EventId{1}, EventId::none, Time{}, change}}));
}

TEST_CASE("the digest so far can be asked for at any moment") {
  const Topology topology = small_topology();
  Digest asked;
  asked.begin(topology);
  for (std::uint64_t id = 1; id <= 100; ++id) {
    asked.on_event({EventId{id}, EventId::none, Time{}, ServerListening{ServerId{0}}});
    CHECK_FALSE(asked.hex().empty());
  }
  Digest not_asked;
  not_asked.begin(topology);
  for (std::uint64_t id = 1; id <= 100; ++id) {
    not_asked.on_event({EventId{id}, EventId::none, Time{}, ServerListening{ServerId{0}}});
  }
  CHECK(asked.hex() == not_asked.hex());
}

}  // namespace spindrift::history
