#include "tests/history/arbitrary_events.hpp"

#include <concepts>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <rapidcheck.h>

namespace spindrift::history {
namespace {

/// Gives each member that a visitor shows an arbitrary value.
struct Randomize {
  template <class Value>
  void operator()(std::string_view, Value& value) const {
    set(value);
  }

  static void set(bool& value) { value = *rc::gen::arbitrary<bool>(); }
  template <std::integral Number>
  static void set(Number& value) {
    value = *rc::gen::oneOf(
        rc::gen::arbitrary<Number>(),
        rc::gen::element(std::numeric_limits<Number>::min(), std::numeric_limits<Number>::max()));
  }
  static void set(Duration& value) {
    std::int64_t count = 0;
    set(count);
    value = Duration{count};
  }
  static void set(Time& value) {
    Duration since_start{};
    set(since_start);
    value = Time{since_start};
  }
  static void set(KmsName& value) {
    std::string text;
    set(text);
    value = text;
  }
  static void set(std::string& value) {
    value = *rc::gen::container<std::string>(
        rc::gen::element('a', 'Z', '0', ' ', '"', '\\', '/', '\n', '\t', '\x01', '\x1f', '{', ':'));
    if (*rc::gen::arbitrary<bool>()) value += "\u00fc\u20ac\U0001F511";
  }
  static void set(ClusterId& value) { set_id(value, 2); }
  static void set(ServerId& value) { set_id(value, 3); }
  static void set(ObserverId& value) { set_id(value, 3); }
  static void set(Key& value) {
    value = {};
    set(value.maker);
    if (!value.exists()) return;
    set(value.type);
    set(value.number);
  }
  template <class Enumeration>
  requires std::is_enum_v<Enumeration>
  static void set(Enumeration& value) {
    value = static_cast<Enumeration>(*rc::gen::inRange<std::size_t>(0, words<Enumeration>.size()));
  }
  template <class Row>
  static void set(std::vector<Row>& rows) {
    rows.resize(*rc::gen::inRange<std::size_t>(0, 4));
    for (Row& row : rows) {
      if constexpr (std::is_same_v<Row, Key>) {
        do set(row);
        while (!row.exists());  // a list holds keys, never the absence of one
      } else {
        Row::fields(row, Randomize{});
      }
    }
  }

 private:
  template <class Id>
  static void set_id(Id& value, std::uint32_t count) {
    const std::uint32_t place = *rc::gen::inRange<std::uint32_t>(0, count + 1);
    value = place == count ? Id::none : Id{place};
  }
};

}  // namespace

Topology small_topology() {
  Topology topology;
  topology.clusters = {{"root", ClusterId::none, {ServerId{0}, ServerId{1}}},
                       {"eu \"west\"", ClusterId{0}, {ServerId{2}}}};
  topology.servers = {{"root/1", ClusterId{0}}, {"root/2", ClusterId{0}}, {"eu#1", ClusterId{1}}};
  topology.observers = {
      {"agent-eu", ObserverKind::agent, ClusterId{1}, ServerId::none, ObserverId::none},
      {"oidc", ObserverKind::discovery_provider, ClusterId{0}, ServerId{1}, ObserverId::none},
      {"aws", ObserverKind::relying_party, ClusterId::none, ServerId::none, ObserverId{1}}};
  return topology;
}

std::vector<Payload> event_of_every_type() {
  return []<std::size_t... Places>(std::index_sequence<Places...>) {
    return std::vector<Payload>{Payload{std::variant_alternative_t<Places, AnyPayload>{}}...};
  }
  (std::make_index_sequence<std::variant_size_v<AnyPayload>>{});
}

std::string name_of_type(const Payload& what) {
  return std::visit([](const auto& event) { return std::string{event.name}; }, what);
}

std::string arbitrary_text() {
  std::string text;
  Randomize::set(text);
  return text;
}

Time arbitrary_time() {
  Time time{};
  Randomize::set(time);
  return time;
}

Event arbitrary_event(Payload what, std::uint64_t id, Time at) {
  std::visit([](auto& event) { event.fields(event, Randomize{}); }, what);
  return {EventId{id}, EventId{*rc::gen::inRange<std::uint64_t>(0, id)}, at, std::move(what)};
}

}  // namespace spindrift::history
