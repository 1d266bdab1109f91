#include "sim/scenario/record_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace spindrift::scenario {

RecordReader::RecordReader(const Json* own, std::vector<const Json*> behind, std::string pointer,
                           Reading& reading)
    : layers_{std::move(behind)},
      has_own_{own != nullptr},
      pointer_{std::move(pointer)},
      reading_{reading} {
  if (has_own_) layers_.insert(layers_.begin(), own);
}

void RecordReader::know(std::string_view name, const About& about) {
  known_.push_back({std::string{name}, about.belongs_to});
}

RecordReader::Found RecordReader::find(std::string_view name) const {
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
    const bool is_own = has_own_ && layer == 0;
    if (!is_own && !inherits_) break;
    if (const Json* const json = layers_[layer]->find(name)) return {json, is_own};
  }
  return {};
}

bool RecordReader::check_presence(const Found& found, std::string_view name, const About& about) {
  const bool belongs = (about.belongs_to & choice_) != no_choice;
  const bool is_needed =
      about.required || (choice_ != any_choice && (about.needed_by & choice_) != no_choice);
  if (found.json == nullptr && is_needed && has_own_) {
    reading_.fail(layers_.front()->position, pointer_,
                  fmt::format("\"{}\" is missing: {}", name, about.meaning));
    return false;
  }
  return belongs;
}

void RecordReader::version(std::string_view name, model::ClusterOptions& options,
                           const About& about) {
  const std::size_t problems_before = reading_.problems.size();
  (*this)(name, options.version, about);
  if (reading_.problems.size() != problems_before) options.version = "1.10.4";
  // What lies behind may hold a version that was reported as no version where it stands.
  if (!about.text.allows(options.version)) options.version = "1.10.4";
  options.behaviour = model::preset(options.version).value_or(model::Behaviour{});
  origin_of_behaviour_ = "preset " + options.version;
}

std::vector<std::string> RecordReader::known_names() const {
  std::vector<std::string> names;
  for (const Known& known : known_) {
    if ((known.belongs_to & choice_) != no_choice) names.push_back(known.name);
  }
  return names;
}

void RecordReader::finish() {
  if (!has_own_) return;
  for (const Json::Member& member : layers_.front()->members) {
    const auto known = std::find_if(known_.begin(), known_.end(),
                                    [&](const Known& each) { return each.name == member.name; });
    if (known != known_.end() && (known->belongs_to & choice_) != no_choice) continue;
    if (is_full(reading_.problems)) return;
    const std::string name = shown(Json::string(member.name));
    const std::string allowed = alternatives(known_names());
    reading_.fail(
        member.position, child(pointer_, member.name),
        known == known_.end()
            ? fmt::format("unknown name {}{}; allowed: {}", name,
                          suggestion(member.name, known_names()), allowed)
            : fmt::format("{} does not go with {}, which takes {}", name, choice_word_, allowed));
  }
}

void RecordReader::add_setting(const Found& found, std::string_view name, std::string value) {
  if (name.starts_with('$')) return;  // means something to editors only
  Setting setting;
  setting.pointer = child(pointer_, name);
  setting.value = std::move(value);
  setting.origin = found.json == nullptr ? origin_of_defaults_ : to_string(found.json->position);
  setting.is_inherited = inherits_ && !found.is_own && reading_.is_in_group;
  reading_.settings.push_back(std::move(setting));
}

}  // namespace spindrift::scenario
