#include <fmt/format.h>

#include "sim/scenario/duration_text.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/schema_writer.hpp"
#include "sim/scenario/strategy_fields.hpp"

namespace spindrift::scenario {

namespace {

/// The text of each preset's value of a behaviour field.
class PresetValues {
 public:
  explicit PresetValues(std::string_view wanted) : wanted_{wanted} {}

  template <class Value>
  void operator()(std::string_view name, const Value& value, const About&) {
    if (name == wanted_) text = to_text(to_json(value));
  }

  std::string text;

 private:
  std::string_view wanted_;
};

}  // namespace

Definitions::Definitions() {
  json.set("duration", Json::object({{"type", Json::string("string")},
                                     {"pattern", Json::string(duration_pattern())}}));
}

Json Definitions::reference(std::string_view name) {
  return Json::object({{"$ref", Json::string(fmt::format("#/$defs/{}", name))}});
}

Json schema_of_duration() { return Definitions::reference("duration"); }

Json schema_of_text(const TextRule& rule) {
  Json schema = Json::object({{"type", Json::string("string")}});
  if (!rule.names.empty()) {
    Json names = Json::array();
    for (const std::string_view name : rule.names) names.push(Json::string(name));
    schema.set("enum", std::move(names));
  } else if (rule.pattern != nullptr) {
    schema.set("pattern", Json::string(rule.pattern()));
  }
  return schema;
}

Json schema_of_range(const char* type, const Range& range) {
  return Json::object({{"type", Json::string(type)},
                       {"minimum", Json::number(range.least)},
                       {"maximum", Json::number(range.most)}});
}

Json schema_of_words(const Word* words, std::size_t count) {
  Json choices = Json::array();
  for (std::size_t place = 0; place < count; ++place) {
    choices.push(Json::object({{"const", Json::string(words[place].name)},
                               {"description", Json::string(words[place].meaning)}}));
  }
  return Json::object({{"oneOf", std::move(choices)}});
}

Json headed(Json schema, Definitions definitions, std::string_view title,
            std::string_view description) {
  Json result =
      Json::object({{"$schema", Json::string("https://json-schema.org/draft/2020-12/schema")},
                    {"title", Json::string(title)},
                    {"description", Json::string(description)}});
  for (Json::Member& member : schema.members) result.set(member.name, std::move(member.value));
  result.set("$defs", std::move(definitions.json));
  return result;
}

Json any_of(std::vector<Json> schemas) {
  return Json::object({{"anyOf", Json::array(std::move(schemas))}});
}

std::string preset_text(std::string_view field) {
  std::string text = ". Presets: ";
  std::string before;
  for (const std::string_view version : model::preset_versions()) {
    PresetValues value{field};
    const model::Behaviour behaviour = model::preset(version).value_or(model::Behaviour{});
    Fields<model::Behaviour>::list(value, behaviour);
    if (value.text == before) continue;
    text += before.empty() ? value.text : fmt::format("; from {} {}", version, value.text);
    before = value.text;
  }
  return text;
}

std::string range_text(const Range& range) {
  return fmt::format(". From {}{} to {}", range.or_zero ? "0s, or from " : "",
                     to_text(kernel::Duration{range.least}), to_text(kernel::Duration{range.most}));
}

void SchemaWriter::add_property(std::string_view name, Json schema, const About& about) {
  if (about.required) required_.push(Json::string(name));
  if (about.belongs_to != any_choice) {
    dependent_.set(name, Json::object({{"properties", words_of(about.belongs_to)}}));
  }
  if (about.needed_by != no_choice) {
    Json then = Json::object({{"required", Json::array({Json::string(name)})}});
    Json condition = Json::object({{"properties", words_of(about.needed_by)},
                                   {"required", Json::array({Json::string(choice_name_)})}});
    conditions_.push(Json::object({{"if", std::move(condition)}, {"then", std::move(then)}}));
  }
  properties_.set(name, std::move(schema));
}

Json SchemaWriter::words_of(Choices choices) const {
  Json words = Json::array();
  for (std::size_t place = 0; place < choice_words_.size(); ++place) {
    if ((choices >> place & 1U) != 0U) words.push(Json::string(choice_words_[place]));
  }
  return Json::object({{choice_name_, Json::object({{"enum", std::move(words)}})}});
}

Json SchemaWriter::object() const {
  Json schema = Json::object({{"type", Json::string("object")},
                              {"additionalProperties", Json::boolean(false)},
                              {"properties", properties_}});
  if (!required_.members.empty()) schema.set("required", required_);
  if (!dependent_.members.empty()) schema.set("dependentSchemas", dependent_);
  if (!conditions_.members.empty()) schema.set("allOf", conditions_);
  return schema;
}

std::string schema() {
  const std::string description = fmt::format(
      "A deployment of SPIRE servers and what happens to it. Durations are texts such as "
      "\"1d12h\". "
      "At most {} servers in {} clusters, {} actions about {} servers in all; a run may take "
      "{:.0e} "
      "steps at worst.",
      servers_max, clusters_max, actions_max, targets_max, steps_max);
  return schema_text(ScenarioWritten{}, "spindrift scenario", description);
}

std::string strategy_schema() {
  return schema_text(StrategyWritten{}, "spindrift strategy",
                     "What is laid over a scenario: values and changes of its plan.");
}

}  // namespace spindrift::scenario
