#include <string>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "sim/scenario/fields.hpp"
#include "sim/scenario/scenario.hpp"

namespace spindrift::scenario {

namespace {

using Schema = nlohmann::ordered_json;

constexpr const char* duration_pattern = "^([0-9]+(\\.[0-9]+)?(d|h|min|m|s|ms|us|ns))+$";

Schema duration_schema() { return {{"type", "string"}, {"pattern", duration_pattern}}; }

/// Collects the fields that `describe` shows it as the properties of a JSON Schema object.
class SchemaWriter {
 public:
  template <class Value>
  void operator()(std::string_view name, Value& value, std::string_view meaning) {
    Schema field = schema_of(value);
    if (!meaning.empty()) field["description"] = meaning;
    properties_[std::string{name}] = std::move(field);
  }

  [[nodiscard]] Schema object() const {
    return {{"type", "object"}, {"additionalProperties", false}, {"properties", properties_}};
  }
  [[nodiscard]] Schema& properties() { return properties_; }

 private:
  template <class Value>
  static Schema schema_of(const Value& value) {
    if constexpr (std::is_same_v<Value, bool>) {
      return {{"type", "boolean"}, {"default", value}};
    } else if constexpr (std::is_enum_v<Value>) {
      Schema schema{{"type", "string"}, {"enum", words<Value>}};
      schema["default"] = words<Value>[static_cast<std::size_t>(value)];
      return schema;
    } else if constexpr (std::is_integral_v<Value>) {
      return {{"type", "integer"}, {"minimum", 0}, {"maximum", 1'000'000'000}, {"default", value}};
    } else if constexpr (std::is_floating_point_v<Value>) {
      return {{"type", "number"}, {"minimum", 0}, {"default", value}};
    } else if constexpr (std::is_same_v<Value, std::string>) {
      return {{"type", "string"}};
    } else if constexpr (std::is_same_v<Value, kernel::Duration>) {
      Schema schema = duration_schema();
      schema["default"] = to_text(value);
      return schema;
    } else if constexpr (std::is_same_v<Value, model::Latency>) {
      Schema spread{{"type", "object"}, {"additionalProperties", false}};
      spread["properties"] = {{"shape", {{"enum", words<model::Latency::Shape>}}},
                              {"typical", duration_schema()},
                              {"spread", duration_schema()}};
      Schema schema{{"anyOf", {duration_schema(), spread}}};
      if (value.shape == model::Latency::Shape::constant)
        schema["default"] = to_text(value.typical);
      return schema;
    } else if constexpr (requires { value.has_value(); }) {
      Schema schema = schema_of(typename Value::value_type{});
      schema.erase("default");
      return {{"anyOf", {schema, {{"type", "null"}}}}};
    } else if constexpr (requires { typename Value::mapped_type; }) {
      return {{"type", "object"},
              {"additionalProperties", schema_of(typename Value::mapped_type{})}};
    } else if constexpr (requires { value.begin(); }) {
      Schema element = schema_of(typename Value::value_type{});
      element.erase("default");
      return {{"type", "array"}, {"items", element}};
    } else {
      SchemaWriter writer;
      Value copy = value;
      describe(writer, copy);
      return writer.object();
    }
  }

  Schema properties_ = Schema::object();
};

template <class Record>
Schema schema_for() {
  SchemaWriter writer;
  Record record;
  describe(writer, record);
  return writer.object();
}

Schema names() {
  return {{"anyOf", {{{"type", "string"}}, {{"type", "array"}, {"items", {{"type", "string"}}}}}}};
}

Schema action_schema() {
  Schema properties;
  const auto duration = duration_schema();
  for (const char* const name : {"at", "for", "every", "pause", "cap"}) properties[name] = duration;
  properties["do"] = {{"enum", words<model::ActionKind>}};
  properties["how"] = {{"enum", {"replace", "restart", "crash_restart"}}};
  properties["wait"] = {{"enum", words<model::RollWait>}};
  properties["table"] = {{"enum", words<model::Table>}};
  properties["who"] = names();
  properties["who"]["description"] = "\"A/1\", \"A\" (all its servers), \"r{1..8}/*\", or a list";
  for (const char* const name : {"version", "call", "error"}) {
    properties[name] = {{"type", "string"}};
  }
  properties["back_off"] = {{"type", "array"}, {"items", duration}};
  properties["unsafe"] = {{"type", "boolean"}};
  for (const char* const name : {"batch", "key_limit"}) {
    properties[name] = {{"type", "integer"}, {"minimum", 0}};
  }
  properties["second_start"] = {{"type", "object"},
                                {"additionalProperties", false},
                                {"properties", {{"after", duration}, {"who", names()}}}};
  properties["window"] = {{"type", "object"},
                          {"additionalProperties", false},
                          {"properties", {{"from", duration}, {"to", duration}}}};
  return {{"type", "object"},
          {"additionalProperties", false},
          {"required", {"at", "do"}},
          {"properties", properties}};
}

Schema expectation_schema() {
  Schema properties;
  properties["metric"] = {{"enum", words<Metric>}};
  properties["clusters"] = names();
  properties["made_by"] = names();
  properties["same_as"] = {{"type", "string"}};
  const Schema bound{{"anyOf", {{{"type", "number"}}, duration_schema()}}};
  for (const char* const name : {"at_least", "at_most", "equals"}) properties[name] = bound;
  properties["at"] = duration_schema();
  properties["why"] = {{"type", "string"}};
  return {{"type", "object"},
          {"additionalProperties", false},
          {"required", {"metric"}},
          {"properties", properties}};
}

Schema array_of(Schema element) { return {{"type", "array"}, {"items", std::move(element)}}; }

}  // namespace

std::string schema() {
  SchemaWriter top;
  Schema& properties = top.properties();
  properties["$schema"] = {{"type", "string"}};
  properties["name"] = {{"type", "string"}};
  properties["description"] = {{"type", "string"}};
  properties["version"] = {
      {"type", "string"}, {"examples", model::preset_versions()}, {"default", "1.10.4"}};
  properties["seed"] = {{"type", "integer"}, {"minimum", 0}, {"default", 1}};
  properties["until"] = duration_schema();
  properties["read_at"] = duration_schema();
  model::ClusterOptions options;
  describe(top, options);
  properties["behaviour"] = schema_for<model::Behaviour>();
  properties["first_starts"] = schema_for<model::FirstStarts>();
  properties["traffic"] = schema_for<model::Traffic>();

  SchemaWriter group;
  group.properties()["name"] = {{"type", "string"},
                                {"description", "a name, or a pattern such as region-{1..8}"}};
  group.properties()["upstream"] = {{"type", "string"}};
  group.properties()["servers"] = {{"type", "integer"}, {"minimum", 1}, {"default", 1}};
  group.properties()["version"] = {{"type", "string"}};
  describe(group, options);
  group.properties()["behaviour"] = schema_for<model::Behaviour>();
  Schema group_schema = group.object();
  group_schema["required"] = {"name"};
  properties["clusters"] = array_of(group_schema);
  properties["clusters"]["minItems"] = 1;

  properties["plan"] = array_of(action_schema());
  properties["monitors"] = array_of(schema_for<model::Monitor>());
  const Schema text{{"type", "string"}};
  const Schema provider{{"name", text}, {"server", text}, {"poll_interval", duration_schema()}};
  properties["discovery_providers"] =
      array_of({{"type", "object"}, {"additionalProperties", false}, {"properties", provider}});
  Schema party{{"name", text}, {"provider", text}};
  party["refetches_on_miss"] = {{"type", "boolean"}};
  party["refetch_cooldown"] = duration_schema();
  party["cache_lifetime"] = duration_schema();
  party["key_limit"] = {{"type", "integer"}, {"minimum", 0}};
  properties["relying_parties"] =
      array_of({{"type", "object"}, {"additionalProperties", false}, {"properties", party}});
  properties["expect"] = array_of(expectation_schema());

  Schema schema = top.object();
  schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  schema["title"] = "spindrift scenario";
  schema["required"] = {"clusters"};
  return schema.dump(2) + "\n";
}

}  // namespace spindrift::scenario
