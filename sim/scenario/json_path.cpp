#include "sim/scenario/json_path.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/scenario/number_text.hpp"
#include "sim/scenario/value_reader.hpp"

namespace spindrift::scenario {

namespace {

/// RFC 6901.
std::string unescaped(std::string_view part) {
  std::string result;
  for (std::size_t at = 0; at < part.size(); ++at) {
    const bool is_escape = part[at] == '~' && at + 1 < part.size();
    if (is_escape && part[at + 1] == '1') {
      result += '/';
      ++at;
    } else if (is_escape && part[at + 1] == '0') {
      result += '~';
      ++at;
    } else {
      result += part[at];
    }
  }
  return result;
}

std::vector<Json*> elements(Json& array, const std::string& part) {
  std::vector<Json*> found;
  const auto number = parse_whole(part);
  for (std::size_t place = 0; place < array.members.size(); ++place) {
    Json& element = array.members[place].value;
    const Json* const name = element.find("name");
    const bool is_named = name != nullptr && name->text == part;
    const bool is_numbered = number && static_cast<std::size_t>(*number) == place;
    if (part == "*" || is_named || is_numbered) found.push_back(&element);
  }
  return found;
}

std::string no_element(const Json& array, const std::string& part) {
  std::vector<std::string> names;
  for (const Json::Member& element : array.members) {
    const Json* const name = element.value.find("name");
    if (name != nullptr) names.push_back(name->text);
  }
  return fmt::format("there is no element \"{}\" in a list of {}{}{}", part, array.members.size(),
                     names.empty() ? "" : ": " + alternatives(names), suggestion(part, names));
}

std::optional<std::string> set_below(Json& at, const JsonPath& path, std::size_t depth,
                                     const Json& value) {
  if (depth == path.size()) {
    at = value;
    return std::nullopt;
  }
  const std::string& part = path[depth];
  if (at.kind == Json::Kind::array) {
    const std::vector<Json*> found = elements(at, part);
    if (found.empty()) return no_element(at, part);
    for (Json* const element : found) {
      if (auto problem = set_below(*element, path, depth + 1, value)) return problem;
    }
    return std::nullopt;
  }
  if (at.is_object() || at.kind == Json::Kind::null) {
    Json* next = at.find(part);
    if (next == nullptr) {
      Json fresh;
      fresh.position = value.position;
      if (!at.is_object()) at.position = value.position;
      next = &at.set(part, std::move(fresh));
    }
    return set_below(*next, path, depth + 1, value);
  }
  return fmt::format("\"{}\" cannot be set inside {}, which is {}", part,
                     depth == 0 ? std::string{"the scenario"} : "\"" + path[depth - 1] + "\"",
                     to_string(at.kind));
}

}  // namespace

JsonPath parse_path(std::string_view text) {
  const char separator = text.find('/') == std::string_view::npos ? '.' : '/';
  if (text.starts_with('/')) text.remove_prefix(1);
  JsonPath path;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    path.push_back(unescaped(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return path;
}

std::string to_text(const JsonPath& path) { return fmt::format("{}", fmt::join(path, "/")); }

std::optional<std::string> set_at(Json& root, const JsonPath& path, const Json& value) {
  return set_below(root, path, 0, value);
}

}  // namespace spindrift::scenario
