#include "sim/scenario/overlay.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <utility>

namespace spindrift::scenario {

namespace {

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> parts;
  std::string part;
  for (const char letter : path) {
    if (letter == '/' || letter == '.') {
      if (!part.empty()) parts.push_back(std::exchange(part, {}));
    } else {
      part += letter;
    }
  }
  if (!part.empty()) parts.push_back(part);
  return parts;
}

Json::Member& member_of(Json& object, const std::string& name, const Position& position) {
  for (Json::Member& member : object.members) {
    if (member.name == name) return member;
  }
  Json::Member& member = object.members.emplace_back();
  member.name = name;
  member.position = position;
  member.value.position = position;
  return member;
}

}  // namespace

std::string read_file(const std::string& path, Problems& problems) {
  std::ifstream file{path, std::ios::binary};
  if (!file) {
    report(problems, Position{path, 0, 0}, "", "cannot be opened");
    return {};
  }
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  if (file.bad()) report(problems, Position{path, 0, 0}, "", "cannot be read");
  return text;
}

void Overlays::set(const std::vector<std::string>& path, const Json& value,
                   const std::string& origin) {
  Json* place = &scenario_;
  for (const std::string& part : path) {
    if (place->kind == Json::Kind::array) {
      std::size_t index = 0;
      const char* const end = part.data() + part.size();
      const auto [stopped, error] = std::from_chars(part.data(), end, index);
      if (error != std::errc{} || stopped != end || index >= place->members.size()) {
        report(problems_, value.position, "",
               origin + ": there is no element \"" + part + "\" in an array of " +
                   std::to_string(place->members.size()));
        return;
      }
      place = &place->members[index].value;
      continue;
    }
    if (place->kind != Json::Kind::object) {
      if (place != &scenario_ && place->kind != Json::Kind::null) {
        report(problems_, value.position, "",
               origin + ": \"" + part + "\" cannot be set in a value that is " +
                   std::string{to_string(place->kind)});
        return;
      }
      place->kind = Json::Kind::object;
      place->text.clear();
    }
    place = &member_of(*place, part, value.position).value;
  }
  *place = value;
}

void Overlays::merge_plan(const Json& plan) {
  if (const Json* const added = plan.find("add")) {
    Json& actions = member_of(scenario_, "plan", added->position).value;
    actions.kind = Json::Kind::array;
    for (const Json::Member& action : added->members) actions.members.push_back(action);
  }
  const Json* const changes = plan.find("roll");
  Json* const actions = scenario_.find("plan");
  if (changes == nullptr || actions == nullptr) return;
  for (Json::Member& action : actions->members) {
    const Json* const what = action.value.find("do");
    if (what == nullptr || what->text != "roll") continue;
    for (const Json::Member& change : changes->members) {
      Json::Member& member = member_of(action.value, change.name, change.position);
      member.value = change.value;
      if (change.value.kind == Json::Kind::null) {
        std::erase_if(action.value.members,
                      [&](const Json::Member& own) { return own.name == change.name; });
      }
    }
  }
}

std::string Overlays::apply_strategy(const std::string& path) {
  const std::size_t problems_before = problems_.size();
  const std::string text = read_file(path, problems_);
  if (problems_.size() > problems_before) return {};
  const Json strategy = parse(text, path, problems_);
  if (problems_.size() > problems_before) return {};
  const Json* const named = strategy.find("name");
  const std::string name = named == nullptr ? path : named->text;
  if (conflicts_.contains(name)) {
    problems_.push_back(
        {strategy.position, "", "strategy " + name + " contradicts " + conflicts_[name]});
  }
  if (const Json* const excluded = strategy.find("conflicts_with")) {
    for (const Json::Member& other : excluded->members) {
      conflicts_[other.value.text] = name;
      if (std::find(names_.begin(), names_.end(), other.value.text) == names_.end()) continue;
      report(problems_, other.value.position, "/conflicts_with",
             "strategy " + name + " contradicts " + other.value.text);
    }
  }
  names_.push_back(name);
  if (const Json* const sets = strategy.find("set")) {
    for (const Json::Member& own : sets->members) {
      const std::string value = to_text(own.value);
      const auto [before, is_new] = set_by_.try_emplace(own.name, value, name);
      if (!is_new && before->second.first != value) {
        report(problems_, own.position, "/set/" + own.name,
               "strategy " + name + " sets it to " + value + ", but " + before->second.second +
                   " to " + before->second.first);
      }
      set(split_path(own.name), own.value, "strategy " + name);
    }
  }
  if (const Json* const plan = strategy.find("plan")) merge_plan(*plan);
  for (const Json::Member& member : strategy.members) {
    const std::vector<std::string> known{"$schema", "name",           "description", "summary",
                                         "set",     "conflicts_with", "plan"};
    if (std::find(known.begin(), known.end(), member.name) != known.end()) continue;
    report(problems_, member.position, "/" + member.name,
           "unknown name in a strategy. Allowed: name, description, summary, set, "
           "plan or conflicts_with");
  }
  return name;
}

void Overlays::apply_set(const std::string& assignment) {
  const std::size_t equals = assignment.find('=');
  const std::string origin = "--set " + assignment.substr(0, equals);
  const auto path = split_path(std::string_view{assignment}.substr(0, equals));
  if (equals == std::string::npos || path.empty()) {
    report(problems_, Position{origin, 0, 0}, "", "expected path=value, such as ca_ttl=12h");
    return;
  }
  const std::string text = assignment.substr(equals + 1);
  Problems not_json;
  Json value = parse(text, origin, not_json);
  if (!not_json.empty()) {
    value = Json{};
    value.kind = Json::Kind::string;
    value.text = text;
  }
  const auto locate = [&](auto& self, Json& json) -> void {
    json.position = {origin, 0, 0};
    for (Json::Member& member : json.members) {
      member.position = json.position;
      self(self, member.value);
    }
  };
  locate(locate, value);
  set(path, value, origin);
}

}  // namespace spindrift::scenario
