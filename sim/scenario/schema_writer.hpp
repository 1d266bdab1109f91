#pragma once

#include <string>
#include <type_traits>
#include <vector>

#include "sim/scenario/raw_json.hpp"
#include "sim/scenario/value_writer.hpp"

namespace spindrift::scenario {

/// What stands in the `$defs` of a schema, so that it is written once.
class Definitions {
 public:
  Definitions();

  [[nodiscard]] bool has(std::string_view name) const { return json.find(name) != nullptr; }
  [[nodiscard]] static Json reference(std::string_view name);

  Json json = Json::object();
};

/// Parts of a JSON Schema that do not depend on C++ types.
[[nodiscard]] Json schema_of_duration();
[[nodiscard]] Json schema_of_text(const TextRule& rule);
[[nodiscard]] Json schema_of_range(const char* type, const Range& range);
[[nodiscard]] Json schema_of_words(const Word* words, std::size_t count);
[[nodiscard]] Json any_of(std::vector<Json> schemas);
/// A whole schema document around `schema`.
[[nodiscard]] Json headed(Json schema, Definitions definitions, std::string_view title,
                          std::string_view description);
/// "Preset: false; true from 1.12.4." when presets differ.
[[nodiscard]] std::string preset_text(std::string_view field);
/// What a duration or the times of a latency may be, in words: a pattern cannot say it.
[[nodiscard]] std::string range_text(const Range& range);

/// Makes the JSON Schema of a record from its fields.
class SchemaWriter {
 public:
  explicit SchemaWriter(Definitions& definitions) : definitions_{definitions} {}

  template <class Value>
  void operator()(std::string_view name, const Value& value, const About& about) {
    add(name, schema_of(value, about), value, about);
  }
  template <class Enumeration>
  void choice(std::string_view name, Enumeration value, const About& about) {
    (*this)(name, value, about);
    choice_name_ = name;
    for (const Word& word : Words<Enumeration>::list) choice_words_.push_back(word.name);
  }
  void version(std::string_view name, const model::ClusterOptions& options, const About& about) {
    (*this)(name, options.version, about);
  }
  void inherited(const model::ClusterOptions& options) {
    Fields<model::ClusterOptions>::list(*this, options);
  }

  [[nodiscard]] Json object() const;

  /// Defaults of behaviours are those of their presets.
  bool says_presets = false;

 private:
  template <class Value>
  Json schema_of(const Value& value, const About& about);
  template <class Value>
  Json schema_of_list(const About& about);

  template <class Value>
  void add(std::string_view name, Json schema, const Value& value, const About& about) {
    std::string description{about.meaning};
    if constexpr (std::is_same_v<Value, kernel::Duration> ||
                  std::is_same_v<Value, std::optional<kernel::Duration>> ||
                  std::is_same_v<Value, model::Latency>) {
      description += range_text(about.range);
    }
    if (says_presets) description += preset_text(name);
    schema.set("description", Json::string(description));
    const bool has_default = !about.required && about.needed_by == no_choice && !says_presets;
    if constexpr (!HasFields<Value> && !is_list_of_records<Value>) {
      if (has_default && !says_nothing(value)) schema.set("default", to_json(value));
    }
    add_property(name, std::move(schema), about);
  }
  void add_property(std::string_view name, Json schema, const About& about);
  [[nodiscard]] Json words_of(Choices choices) const;

  Definitions& definitions_;
  Json properties_ = Json::object();
  Json required_ = Json::array();
  std::string choice_name_;
  std::vector<std::string_view> choice_words_;
  Json dependent_ = Json::object();
  Json conditions_ = Json::array();
};

/// A record whose table has a name is defined once and referred to.
template <class Record>
Json schema_of_record(const Record& record, Definitions& definitions) {
  const auto write = [&] {
    SchemaWriter writer{definitions};
    writer.says_presets = std::is_same_v<Record, model::Behaviour>;
    Fields<Record>::list(writer, record);
    return writer.object();
  };
  if constexpr (requires { Fields<Record>::name; }) {
    constexpr std::string_view name = Fields<Record>::name;
    if (!definitions.has(name)) definitions.json.set(name, write());
    return Definitions::reference(name);
  } else {
    return write();
  }
}

template <class Value>
Json SchemaWriter::schema_of_list(const About& about) {
  About inside = about;
  inside.meaning = {};
  Json schema = Json::object({{"type", Json::string("array")},
                              {"items", schema_of(typename Value::value_type{}, inside)},
                              {"minItems", to_json(about.count_min)},
                              {"maxItems", to_json(about.count_max)}});
  return schema;
}

template <class Value>
Json SchemaWriter::schema_of(const Value& value, const About& about) {
  if constexpr (std::is_same_v<Value, bool>) {
    return Json::object({{"type", Json::string("boolean")}});
  } else if constexpr (std::is_enum_v<Value>) {
    return schema_of_words(Words<Value>::list.data(), Words<Value>::list.size());
  } else if constexpr (std::is_integral_v<Value>) {
    return schema_of_range("integer", about.range);
  } else if constexpr (std::is_floating_point_v<Value>) {
    return schema_of_range("number", about.range);
  } else if constexpr (std::is_same_v<Value, std::string>) {
    return schema_of_text(about.text);
  } else if constexpr (std::is_same_v<Value, kernel::Duration>) {
    return schema_of_duration();
  } else if constexpr (std::is_same_v<Value, model::Latency>) {
    return any_of({schema_of_duration(), schema_of_record(LatencyWritten{}, definitions_)});
  } else if constexpr (std::is_same_v<Value, Bound>) {
    return any_of({schema_of_range("number", within(0, bound_max)), schema_of_duration()});
  } else if constexpr (std::is_same_v<Value, Names>) {
    About at_least_one = about;
    at_least_one.count_min = 1;
    return any_of(
        {schema_of_text(about.text), schema_of_list<std::vector<std::string>>(at_least_one)});
  } else if constexpr (std::is_same_v<Value, RawValue>) {
    return Json::object();  // anything: what the path of the scenario takes
  } else if constexpr (std::is_same_v<Value, RawObject>) {
    return Json::object({{"type", Json::string("object")}});
  } else if constexpr (std::is_same_v<Value, RawList>) {
    return schema_of_list<std::vector<RawObject>>(about);
  } else if constexpr (requires { value.has_value(); }) {
    return any_of({schema_of(typename Value::value_type{}, about),
                   Json::object({{"type", Json::string("null")}})});
  } else if constexpr (requires { typename Value::mapped_type; }) {
    return Json::object(
        {{"type", Json::string("object")},
         {"propertyNames", schema_of_text(about.text)},
         {"additionalProperties", schema_of(typename Value::mapped_type{}, about)}});
  } else if constexpr (requires { std::tuple_size<Value>::value; }) {
    About exactly = about;
    exactly.count_min = value.size();
    exactly.count_max = value.size();
    return schema_of_list<Value>(exactly);
  } else if constexpr (requires { value.begin(); }) {
    return schema_of_list<Value>(about);
  } else {
    return schema_of_record(value, definitions_);
  }
}

/// The text of the schema of a file that holds one such record.
template <class Record>
std::string schema_text(const Record& record, std::string_view title,
                        std::string_view description) {
  Definitions definitions;
  Json schema = schema_of_record(record, definitions);
  return to_pretty_text(headed(std::move(schema), std::move(definitions), title, description));
}

}  // namespace spindrift::scenario
