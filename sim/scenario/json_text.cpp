#include <algorithm>

#include "sim/scenario/json_document.hpp"

namespace spindrift::scenario {

namespace {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') result += '\\';
    if (letter == '\n') {
      result += "\\n";
    } else if (static_cast<unsigned char>(letter) < 0x20U) {
      result += ' ';
    } else {
      result += letter;
    }
  }
  return result + "\"";
}

}  // namespace

const Json* Json::find(std::string_view name) const {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const Member& member) { return member.name == name; });
  return found == members.end() ? nullptr : &found->value;
}

Json* Json::find(std::string_view name) {
  return const_cast<Json*>(static_cast<const Json&>(*this).find(name));
}

std::string_view to_string(Json::Kind kind) {
  constexpr std::string_view names[] = {"null",     "a boolean", "a number",
                                        "a string", "an array",  "an object"};
  return names[static_cast<std::size_t>(kind)];
}

std::string to_text(const Json& json) {
  if (json.kind == Json::Kind::string) return quoted(json.text);
  const bool is_object = json.kind == Json::Kind::object;
  if (!is_object && json.kind != Json::Kind::array) return json.text;
  std::string result{is_object ? '{' : '['};
  for (const Json::Member& member : json.members) {
    if (result.size() > 1) result += ", ";
    if (is_object) result += quoted(member.name) + ": ";
    result += to_text(member.value);
  }
  return result + (is_object ? '}' : ']');
}

std::string to_string(const Position& position) {
  if (position.line == 0) return position.source;
  return position.source + ":" + std::to_string(position.line) + ":" +
         std::to_string(position.column);
}

std::string to_string(const Problem& problem) {
  const std::string pointer = problem.pointer.empty() ? "" : problem.pointer + ": ";
  return to_string(problem.position) + ": " + pointer + problem.message;
}

}  // namespace spindrift::scenario
