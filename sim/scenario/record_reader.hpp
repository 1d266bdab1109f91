#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/value_reader.hpp"
#include "sim/scenario/value_writer.hpp"

namespace spindrift::scenario {

/// Reads one record, field by field, from layers of JSON objects: the strongest first, each may
/// leave fields to those behind it. A group of clusters lies over the top of the file.
class RecordReader {
 public:
  /// `own` is what is read here; null: there is only what lies behind. Problems of what lies behind
  /// are somebody else's.
  RecordReader(const Json* own, std::vector<const Json*> behind, std::string pointer,
               Reading& reading);

  template <class Value>
  void operator()(std::string_view name, Value& value, const About& about) {
    know(name, about);
    if constexpr (HasFields<Value>) {
      read_record(name, value);
    } else {
      const Found found = find(name);
      if (!check_presence(found, name, about)) return;
      if (found.json != nullptr) read_found(found, name, value, about);
      note(found, name, value);
    }
  }

  /// The field that decides which others there are.
  template <class Enumeration>
  void choice(std::string_view name, Enumeration& value, const About& about) {
    const std::size_t problems_before = reading_.problems.size();
    (*this)(name, value, about);
    const bool is_known = find(name).json != nullptr && reading_.problems.size() == problems_before;
    choice_ = is_known ? only(value) : any_choice;
    choice_word_ = is_known ? word_for(value) : std::string_view{};
  }

  /// The version brings a preset with it.
  void version(std::string_view name, model::ClusterOptions& options, const About& about);

  /// The options that what lies behind may decide.
  void inherited(model::ClusterOptions& options) {
    inherits_ = true;
    Fields<model::ClusterOptions>::list(*this, options);
    inherits_ = false;
  }

  /// Complains of names that are no fields, or none of this kind of record.
  void finish();

  /// For readers of what lies inside.
  void begin_inside(bool inherits, std::string origin_of_defaults) {
    inherits_ = inherits;
    origin_of_defaults_ = std::move(origin_of_defaults);
  }

 private:
  struct Found {
    const Json* json = nullptr;
    bool is_own = false;
  };
  struct Known {
    std::string name;
    Choices belongs_to;
  };

  void know(std::string_view name, const About& about);
  [[nodiscard]] Found find(std::string_view name) const;
  /// False when a field is missing, or stands where it may not, which `finish` reports.
  bool check_presence(const Found& found, std::string_view name, const About& about);
  [[nodiscard]] std::vector<std::string> known_names() const;
  void add_setting(const Found& found, std::string_view name, std::string value);

  template <class Value>
  void read_found(const Found& found, std::string_view name, Value& value, const About& about) {
    const bool was_muted = std::exchange(reading_.is_muted, reading_.is_muted || !found.is_own);
    read_value(*found.json, child(pointer_, name), value, about, reading_);
    reading_.is_muted = was_muted;
  }

  template <class Value>
  void note(const Found& found, std::string_view name, const Value& value) {
    if (!reading_.notes_settings) return;
    if constexpr (is_list_of_records<Value>) return;
    add_setting(found, name, to_text(to_json(value)));
  }

  template <class Record>
  void read_record(std::string_view name, Record& record) {
    const Json* own = nullptr;
    std::vector<const Json*> behind;
    std::size_t layer = 0;
    for (const Json* const object : layers_) {
      const bool is_own = has_own_ && layer++ == 0;
      if (!is_own && !inherits_) break;
      const Json* const inside = object->find(name);
      if (inside == nullptr) continue;
      if (is_own) {
        if (expect_object(*inside, child(pointer_, name), reading_)) own = inside;
      } else if (inside->is_object()) {
        behind.push_back(inside);
      }
    }
    RecordReader reader{own, std::move(behind), child(pointer_, name), reading_};
    const bool is_behaviour = std::is_same_v<Record, model::Behaviour>;
    reader.begin_inside(true, is_behaviour ? origin_of_behaviour_ : origin_of_defaults_);
    Fields<Record>::list(reader, record);
    reader.finish();
  }

  std::vector<const Json*> layers_;
  bool has_own_;
  bool inherits_ = false;
  std::string pointer_;
  std::string origin_of_defaults_ = "default";
  std::string origin_of_behaviour_ = "default";
  Reading& reading_;
  std::vector<Known> known_;
  Choices choice_ = any_choice;
  std::string_view choice_word_;
};

/// An object with fields of its own, in a list or alone.
template <class Record>
requires HasFields<Record>
void read_value(const Json& json, const std::string& pointer, Record& value, const About&,
                Reading& reading) {
  if (!expect_object(json, pointer, reading)) return;
  constexpr bool is_group = std::is_same_v<Record, GroupWritten>;
  std::vector<const Json*> behind;
  if (is_group && reading.defaults != nullptr) behind.push_back(reading.defaults);
  const std::size_t problems_before = reading.problems.size();
  const bool noted = std::exchange(reading.notes_settings, reading.notes_settings && is_group);
  RecordReader reader{&json, std::move(behind), pointer, reading};
  const bool was_in_group = std::exchange(reading.is_in_group, is_group);
  Fields<Record>::list(reader, value);
  reader.finish();
  reading.is_in_group = was_in_group;
  reading.notes_settings = noted;
  if (!is_group && noted && reading.problems.size() == problems_before) {
    reading.settings.push_back({pointer, to_text(to_json(value)), to_string(json.position), false});
  }
}

}  // namespace spindrift::scenario
