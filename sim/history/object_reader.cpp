#include "sim/history/object_reader.hpp"

#include <algorithm>

#include "sim/history/nearest_name.hpp"

namespace spindrift::history {
namespace {

template <class Named>
std::vector<std::string> names_of(const std::vector<Named>& all) {
  std::vector<std::string> names;
  for (const Named& each : all) names.push_back(each.name);
  return names;
}

/// "found "jwt_strem", did you mean "jwt_stream"?", or the allowed ones when they are few.
std::string complaint(const std::string& what, const std::string& found,
                      const std::vector<std::string>& allowed) {
  constexpr std::size_t listed_max = 12;
  std::string text = "\"" + found + "\" is no " + what;
  const std::string nearest = nearest_name(found, allowed);
  if (!nearest.empty()) return text + ", did you mean \"" + nearest + "\"?";
  if (allowed.size() > listed_max) return text;
  text += "; allowed:";
  for (const std::string& each : allowed) text += " \"" + each + "\"";
  return text;
}

}  // namespace

ObjectReader::ObjectReader(const LocatedJson& object, std::string pointer, const Topology& topology,
                           ReadErrors& errors)
    : object_{object}, pointer_{std::move(pointer)}, topology_{topology}, errors_{errors} {
  expect(object_, Kind::object, pointer_);
}

const LocatedJson* ObjectReader::member(std::string_view name) {
  known_.emplace_back(name);
  const LocatedJson::Member* const found = find(name);
  return found == nullptr ? nullptr : &found->value;
}

bool ObjectReader::finish() {
  if (object_.kind != Kind::object) return false;
  std::vector<std::string_view> seen;
  for (const LocatedJson::Member& member : object_.members) {
    const std::string pointer = pointer_ + '/' + member.name;
    if (std::ranges::find(known_, member.name) == known_.end()) {
      fail(member.column, pointer, complaint("member", member.name, known_));
    } else if (std::ranges::find(seen, member.name) != seen.end()) {
      fail(member.column, pointer, "given twice");
    }
    seen.push_back(member.name);
  }
  return is_right_;
}

const LocatedJson::Member* ObjectReader::find(std::string_view name) const {
  if (object_.kind != Kind::object) return nullptr;
  const auto found = std::ranges::find(object_.members, name, &LocatedJson::Member::name);
  return found == object_.members.end() ? nullptr : &*found;
}

void ObjectReader::fail(std::size_t column, const std::string& pointer,
                        const std::string& message) {
  is_right_ = false;
  errors_.add(column, pointer, message);
}

bool ObjectReader::expect(const LocatedJson& json, Kind kind, const std::string& pointer) {
  if (json.kind == kind) return true;
  fail(json.column, pointer,
       "expected " + std::string{to_string(kind)} + ", found " + std::string{to_string(json.kind)});
  return false;
}

std::optional<Duration> ObjectReader::seconds(const LocatedJson& json, const std::string& pointer) {
  if (!expect(json, Kind::number, pointer)) return {};
  const std::optional<Duration> span = parse_seconds(json.text);
  if (!span) {
    fail(json.column, pointer,
         "expected seconds with at most nine decimals and no exponent, found " + json.text);
  }
  return span;
}

void ObjectReader::unknown(const LocatedJson& json, const std::string& pointer,
                           const std::string& what, const std::vector<std::string>& allowed) {
  fail(json.column, pointer, complaint(what, json.text, allowed));
}

void ObjectReader::read(const LocatedJson& json, const std::string& pointer, bool& value) {
  if (expect(json, Kind::boolean, pointer)) value = json.text == "true";
}

void ObjectReader::read(const LocatedJson& json, const std::string& pointer, std::string& value) {
  if (expect(json, Kind::string, pointer)) value = json.text;
}

void ObjectReader::read(const LocatedJson& json, const std::string& pointer, KmsName& value) {
  if (expect(json, Kind::string, pointer)) value = json.text;
}

void ObjectReader::read(const LocatedJson& json, const std::string& pointer, Duration& value) {
  if (const auto span = seconds(json, pointer)) value = *span;
}

void ObjectReader::read(const LocatedJson& json, const std::string& pointer, Time& value) {
  if (const auto span = seconds(json, pointer)) value = Time{*span};
}

void ObjectReader::read(const LocatedJson& json, const std::string& pointer, EventId& value) {
  std::uint64_t number = 0;
  read(json, pointer, number);
  value = static_cast<EventId>(number);
}

void ObjectReader::read(const LocatedJson& json, const std::string& pointer, ClusterId& value) {
  if (!expect(json, Kind::string, pointer)) return;
  value = topology_.find_cluster(json.text);
  if (value == ClusterId::none) unknown(json, pointer, "cluster", names_of(topology_.clusters));
}

void ObjectReader::read(const LocatedJson& json, const std::string& pointer, ServerId& value) {
  if (!expect(json, Kind::string, pointer)) return;
  value = topology_.find_server(json.text);
  if (value == ServerId::none) unknown(json, pointer, "server", names_of(topology_.servers));
}

void ObjectReader::read(const LocatedJson& json, const std::string& pointer, ObserverId& value) {
  if (!expect(json, Kind::string, pointer)) return;
  value = topology_.find_observer(json.text);
  if (value == ObserverId::none) unknown(json, pointer, "observer", names_of(topology_.observers));
}

void ObjectReader::read(const LocatedJson& json, const std::string& pointer, Key& value) {
  if (!expect(json, Kind::string, pointer)) return;
  value = parse_key(topology_, json.text);
  if (!value.exists()) {
    fail(json.column, pointer,
         "\"" + json.text +
             "\" names no key: expected a server's name, '#', for X.509 'x' or "
             "for WIT 'w', and a number");
  }
}

}  // namespace spindrift::history
