#include "sim/scenario/json_document.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace spindrift::scenario {

namespace {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') {
      result += '\\';
      result += letter;
    } else if (letter == '\n') {
      result += "\\n";
    } else if (letter == '\t') {
      result += "\\t";
    } else if (static_cast<unsigned char>(letter) < 0x20U) {
      result += fmt::format("\\u{:04x}", static_cast<unsigned int>(letter));
    } else {
      result += letter;
    }
  }
  return result + "\"";
}

void append_pretty(const Json& json, std::size_t indent, std::string& out) {
  constexpr std::size_t columns_max = 96;
  const std::string on_one_line = to_text(json);
  if (json.members.empty() || indent + on_one_line.size() <= columns_max) {
    out += on_one_line;
    return;
  }
  const bool is_object = json.is_object();
  out += is_object ? "{\n" : "[\n";
  for (const Json::Member& member : json.members) {
    out.append(indent + 2, ' ');
    if (is_object) out += quoted(member.name) + ": ";
    append_pretty(member.value, indent + 2, out);
    if (&member != &json.members.back()) out += ',';
    out += '\n';
  }
  out.append(indent, ' ');
  out += is_object ? '}' : ']';
}

std::string escaped(std::string_view name) {
  std::string result;
  for (const char letter : name) {
    if (letter == '~') {
      result += "~0";
    } else if (letter == '/') {
      result += "~1";
    } else {
      result += letter;
    }
  }
  return result;
}

}  // namespace

const Json* Json::find(std::string_view name) const {
  if (kind != Kind::object) return nullptr;
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const Member& member) { return member.name == name; });
  return found == members.end() ? nullptr : &found->value;
}

Json* Json::find(std::string_view name) {
  return const_cast<Json*>(static_cast<const Json&>(*this).find(name));
}

Json& Json::set(std::string_view name, Json value) {
  if (kind != Kind::object) {
    kind = Kind::object;
    text.clear();
    members.clear();
  }
  if (Json* const before = find(name)) return *before = std::move(value);
  Mark mark_of_name = value.position;
  members.push_back({std::string{name}, std::move(mark_of_name), std::move(value)});
  return members.back().value;
}

void Json::push(Json value) {
  if (kind != Kind::array) {
    kind = Kind::array;
    text.clear();
    members.clear();
  }
  Mark mark_of_element = value.position;
  members.push_back({{}, std::move(mark_of_element), std::move(value)});
}

Json Json::string(std::string_view value) {
  Json json;
  json.kind = Kind::string;
  json.text = value;
  return json;
}

Json Json::number(std::string text) {
  Json json;
  json.kind = Kind::number;
  json.text = std::move(text);
  return json;
}

Json Json::number(std::int64_t value) { return number(std::to_string(value)); }

Json Json::boolean(bool value) {
  Json json;
  json.kind = Kind::boolean;
  json.text = value ? "true" : "false";
  return json;
}

Json Json::array() {
  Json json;
  json.kind = Kind::array;
  return json;
}

Json Json::array(std::vector<Json> elements) {
  Json json = array();
  for (Json& element : elements) json.push(std::move(element));
  return json;
}

Json Json::object() {
  Json json;
  json.kind = Kind::object;
  return json;
}

Json Json::object(std::initializer_list<std::pair<std::string_view, Json>> members) {
  Json json = object();
  for (const auto& [name, value] : members) json.set(name, value);
  return json;
}

std::string_view to_string(Json::Kind kind) {
  constexpr std::array<std::string_view, 6> names{"null",     "a boolean", "a number",
                                                  "a string", "an array",  "an object"};
  return names.at(static_cast<std::size_t>(kind));
}

std::string to_text(const Json& json) {
  if (json.kind == Json::Kind::string) return quoted(json.text);
  if (json.kind == Json::Kind::null) return "null";
  if (!json.is_object() && json.kind != Json::Kind::array) return json.text;
  std::string result{json.is_object() ? '{' : '['};
  for (const Json::Member& member : json.members) {
    if (result.size() > 1) result += ", ";
    if (json.is_object()) result += quoted(member.name) + ": ";
    result += to_text(member.value);
  }
  return result + (json.is_object() ? '}' : ']');
}

std::string to_pretty_text(const Json& json) {
  std::string result;
  append_pretty(json, 0, result);
  return result + "\n";
}

std::string child(std::string_view pointer, std::string_view name) {
  return fmt::format("{}/{}", pointer, escaped(name));
}

std::string child(std::string_view pointer, std::size_t place) {
  return fmt::format("{}/{}", pointer, place);
}

const Json& nearest_at(const Json& root, std::string_view pointer) {
  const Json* at = &root;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string_view part = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(part.size());
    const Json* next = nullptr;
    std::size_t place = 0;
    if (at->kind == Json::Kind::array) {
      const auto [stopped, error] = std::from_chars(part.data(), part.data() + part.size(), place);
      if (error == std::errc{} && place < at->members.size()) next = &at->members[place].value;
    } else {
      const auto member =
          std::find_if(at->members.begin(), at->members.end(),
                       [&](const Json::Member& each) { return escaped(each.name) == part; });
      if (member != at->members.end()) next = &member->value;
    }
    if (next == nullptr) break;
    at = next;
  }
  return *at;
}

}  // namespace spindrift::scenario
