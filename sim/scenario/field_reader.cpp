#include "sim/scenario/field_reader.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/history/nearest_name.hpp"

namespace spindrift::scenario {

namespace {

/// A list for people: `a, b or c`, cut after a dozen.
std::string list(const std::vector<std::string>& names) {
  constexpr std::size_t shown_max = 24;
  std::string text;
  for (std::size_t place = 0; place < names.size() && place < shown_max; ++place) {
    if (place > 0) text += place + 1 == names.size() ? " or " : ", ";
    text += names[place];
  }
  return names.size() > shown_max ? text + ", …" : text;
}

std::string suggestion(std::string_view misspelt, const std::vector<std::string>& names) {
  const std::string nearest = history::nearest_name(misspelt, names);
  return nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?";
}

}  // namespace

FieldReader::FieldReader(const Json* json, std::string pointer, Reading& reading)
    : json_{json}, pointer_{std::move(pointer)}, reading_{reading} {
  if (json_ != nullptr && !expect(*json_, Json::Kind::object, pointer_)) json_ = nullptr;
}

const Json* FieldReader::member(std::string_view name) {
  known_.emplace_back(name);
  return json_ == nullptr ? nullptr : json_->find(name);
}

void FieldReader::finish() {
  if (json_ == nullptr) return;
  for (const Json::Member& member : json_->members) {
    if (std::find(known_.begin(), known_.end(), member.name) != known_.end()) continue;
    report(reading_.problems, member.position, pointer_ + "/" + member.name,
           "unknown name \"" + member.name + "\"" + suggestion(member.name, known_) +
               " Allowed: " + list(known_));
  }
}

void FieldReader::fail(const Json& json, const std::string& pointer, std::string message) {
  report(reading_.problems, json.position, pointer, message);
}

bool FieldReader::expect(const Json& json, Json::Kind kind, const std::string& pointer) {
  if (json.kind == kind) return true;
  std::string message = fmt::format("expected {}, found {}", to_string(kind), to_text(json));
  constexpr std::size_t length_max = 160;
  if (message.size() > length_max) message = message.substr(0, length_max) + "…";
  fail(json, pointer, message);
  return false;
}

void FieldReader::read(const Json& json, const std::string& pointer, bool& value) {
  if (expect(json, Json::Kind::boolean, pointer)) value = json.text == "true";
}

void FieldReader::read(const Json& json, const std::string& pointer, double& value) {
  if (!expect(json, Json::Kind::number, pointer)) return;
  double number = 0;
  const char* const end = json.text.data() + json.text.size();
  const auto [stopped, error] = std::from_chars(json.text.data(), end, number);
  constexpr double most = 1e12;
  if (error != std::errc{} || stopped != end || !(number >= 0) || number > most) {
    fail(json, pointer, "expected a number from 0 to 1e12, found " + json.text);
    return;
  }
  value = number;
}

void FieldReader::read(const Json& json, const std::string& pointer, std::string& value) {
  if (expect(json, Json::Kind::string, pointer)) value = json.text;
}

void FieldReader::read(const Json& json, const std::string& pointer, kernel::Duration& value) {
  if (!expect(json, Json::Kind::string, pointer)) return;
  const auto duration = parse_duration(json.text);
  if (!duration) {
    fail(json, pointer,
         fmt::format("expected a duration such as \"90s\", \"250ms\" or \"1d12h\" (units d, h, m, "
                     "s, ms, us, ns), found \"{}\"",
                     json.text));
    return;
  }
  value = *duration;
}

void FieldReader::read(const Json& json, const std::string& pointer, model::Latency& value) {
  if (json.kind == Json::Kind::string) {
    value = model::Latency{};
    read(json, pointer, value.typical);
    return;
  }
  FieldReader reader{&json, pointer, reading_};
  model::Latency latency;
  latency.shape = model::Latency::Shape::lognormal;
  reader("shape", latency.shape, "constant, uniform, exponential or lognormal");
  reader("typical", latency.typical, "mean (exponential), median (lognormal) or middle");
  reader("spread", latency.spread, "uniform: to both sides; lognormal: from median to 99 %");
  reader.finish();
  const bool spreads = latency.shape == model::Latency::Shape::lognormal ||
                       latency.shape == model::Latency::Shape::uniform;
  if (spreads &&
      (latency.typical <= kernel::Duration{} || latency.spread <= kernel::Duration{} ||
       (latency.shape == model::Latency::Shape::uniform && latency.spread > latency.typical))) {
    fail(json, pointer,
         "expected a typical time and a spread above zero, the spread of a uniform "
         "latency not above the typical time");
    return;
  }
  value = latency;
}

void FieldReader::read_whole(const Json& json, const std::string& pointer, std::int64_t least,
                             std::int64_t most, std::int64_t& value) {
  if (!expect(json, Json::Kind::number, pointer)) return;
  std::int64_t number = 0;
  const char* const end = json.text.data() + json.text.size();
  const auto [stopped, error] = std::from_chars(json.text.data(), end, number);
  if (error != std::errc{} || stopped != end || number < least || number > most) {
    fail(json, pointer,
         fmt::format("expected a whole number from {} to {}, found {}", least, most, json.text));
    return;
  }
  value = number;
}

void FieldReader::unknown_word(const Json& json, const std::string& pointer,
                               std::vector<std::string> allowed) {
  fail(json, pointer,
       fmt::format("unknown word \"{}\"{} Allowed: {}", json.text, suggestion(json.text, allowed),
                   list(allowed)));
}

void FieldReader::add_setting(const Json* json, const std::string& pointer, std::string value) {
  reading_.settings.push_back(
      {pointer, std::move(value),
       json == nullptr ? reading_.origin_of_defaults : to_string(json->position)});
}

std::string FieldReader::show(double value) { return fmt::format("{}", value); }

std::string FieldReader::show(const model::Latency& value) {
  if (value.shape == model::Latency::Shape::constant) return show(value.typical);
  return fmt::format("{{\"shape\": {}, \"typical\": {}, \"spread\": {}}}", show(value.shape),
                     show(value.typical), show(value.spread));
}

}  // namespace spindrift::scenario
