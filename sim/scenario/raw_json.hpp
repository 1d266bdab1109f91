#pragma once

#include "sim/scenario/json_document.hpp"
#include "sim/scenario/value_reader.hpp"

namespace spindrift::scenario {

/// Any value, kept as it is, for somebody who reads it later.
struct RawValue {
  Json json;
};

/// An object that is kept as it is, for somebody who reads it later.
struct RawObject {
  Json json = Json::object();
};

/// A list of objects that are kept as they are.
struct RawList {
  Json json = Json::array();
};

inline void read_value(const Json& json, const std::string&, RawValue& value, const About&,
                       Reading&) {
  value.json = json;
}
inline void read_value(const Json& json, const std::string& pointer, RawObject& value, const About&,
                       Reading& reading) {
  if (expect_object(json, pointer, reading)) value.json = json;
}
inline void read_value(const Json& json, const std::string& pointer, RawList& value,
                       const About& about, Reading& reading) {
  if (!expect_list(json, pointer, about, reading)) return;
  for (std::size_t place = 0; place < json.members.size(); ++place) {
    expect_object(json.members[place].value, child(pointer, place), reading);
  }
  value.json = json;
}
inline Json to_json(const RawValue& value) { return value.json; }
inline Json to_json(const RawObject& value) { return value.json; }
inline Json to_json(const RawList& value) { return value.json; }

}  // namespace spindrift::scenario
