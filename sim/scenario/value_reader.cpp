#include "sim/scenario/value_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/history/nearest_name.hpp"
#include "sim/scenario/duration_text.hpp"
#include "sim/scenario/number_text.hpp"
#include "sim/scenario/record_reader.hpp"
#include "sim/scenario/utf8.hpp"

namespace spindrift::scenario {

namespace {

std::string duration_wanted(const Range& range) {
  return fmt::format("expected a duration such as \"90s\" or \"1d12h\", {}{} to {}",
                     range.or_zero ? "0s or " : "", to_text(kernel::Duration{range.least}),
                     to_text(kernel::Duration{range.most}));
}

std::string shortened(std::string text) {
  constexpr std::size_t quoted_bytes_max = 80;
  if (text.size() <= quoted_bytes_max) return text;
  std::size_t end = 0;
  while (next_letter(text, end) <= quoted_bytes_max) end = next_letter(text, end);
  return text.substr(0, end) + "…";
}

/// The duration of a text of that form; nothing, and a problem, when it has another.
std::optional<kernel::Duration> read_duration(const Json& json, const std::string& pointer,
                                              const Range& range, Reading& reading) {
  const std::string wanted = duration_wanted(range);
  if (json.kind != Json::Kind::string) {
    const bool is_number = json.kind == Json::Kind::number && parse_duration(json.text + "s");
    reading.fail(json.position, pointer,
                 fmt::format("{}, found {}{}", wanted, shown(json),
                             is_number ? "; did you mean \"" + json.text + "s\"?" : ""));
    return std::nullopt;
  }
  const auto duration = parse_duration(json.text);
  if (!duration || !range.holds(duration->count())) {
    reading.fail(json.position, pointer, fmt::format("{}, found {}", wanted, shown(json)),
                 has_duration_form(json.text) ? ProblemKind::meaning : ProblemKind::shape);
    return std::nullopt;
  }
  return duration;
}

}  // namespace

void Reading::fail(const Mark& mark, const std::string& pointer, std::string message,
                   ProblemKind kind) {
  if (!is_muted) report(problems, {mark, pointer, std::move(message), kind});
}

bool Reading::has_problem_in(std::string_view pointer) const {
  return std::any_of(problems.begin(), problems.end(), [&](const Problem& problem) {
    const std::string_view found = problem.pointer;
    return found.starts_with(pointer) &&
           (found.size() == pointer.size() || found[pointer.size()] == '/');
  });
}

std::string suggestion(std::string_view misspelt, const std::vector<std::string>& names) {
  const std::string nearest = history::nearest_name(misspelt, names);
  return nearest.empty() ? "" : fmt::format("; did you mean \"{}\"?", nearest);
}

std::string alternatives(const std::vector<std::string>& names) {
  constexpr std::size_t shown_max = 60;
  std::string text;
  const std::size_t count = std::min(names.size(), shown_max);
  for (std::size_t place = 0; place < count; ++place) {
    if (place > 0) text += place + 1 == names.size() ? " or " : ", ";
    text += names[place];
  }
  return count < names.size() ? text + ", …" : text;
}

std::string shown(const Json& json) {
  const bool has_members = json.is_object() || json.kind == Json::Kind::array;
  return has_members ? std::string{to_string(json.kind)} : shortened(to_text(json));
}

bool expect(const Json& json, Json::Kind kind, std::string_view wanted, const std::string& pointer,
            Reading& reading) {
  if (json.kind == kind) return true;
  reading.fail(json.position, pointer, fmt::format("expected {}, found {}", wanted, shown(json)));
  return false;
}

bool expect_object(const Json& json, const std::string& pointer, Reading& reading) {
  return expect(json, Json::Kind::object, "an object", pointer, reading);
}

bool expect_list(const Json& json, const std::string& pointer, const About& about,
                 Reading& reading) {
  if (!expect(json, Json::Kind::array, "a list", pointer, reading)) return false;
  const std::size_t count = json.members.size();
  if (count >= about.count_min && count <= about.count_max) return true;
  const std::string allowed = about.count_min == about.count_max
                                  ? std::to_string(about.count_min)
                                  : fmt::format("{} to {}", about.count_min, about.count_max);
  reading.fail(json.position, pointer,
               fmt::format("expected a list of {} elements, found {}", allowed, count));
  return false;
}

void read_value(const Json& json, const std::string& pointer, bool& value, const About&,
                Reading& reading) {
  if (!expect(json, Json::Kind::boolean, "true or false", pointer, reading)) return;
  value = json.text == "true";
}

void read_value(const Json& json, const std::string& pointer, double& value, const About& about,
                Reading& reading) {
  const auto number =
      json.kind == Json::Kind::number ? parse_real(json.text) : std::optional<double>{};
  if (!number || *number < static_cast<double>(about.range.least) ||
      *number > static_cast<double>(about.range.most)) {
    reading.fail(json.position, pointer,
                 fmt::format("expected a number from {} to {}, found {}", about.range.least,
                             about.range.most, shown(json)));
    return;
  }
  value = *number;
}

void read_value(const Json& json, const std::string& pointer, std::string& value,
                const About& about, Reading& reading) {
  const TextRule& rule = about.text;
  if (!rule.names.empty()) {
    const std::vector<std::string> names(rule.names.begin(), rule.names.end());
    if (const auto place = read_word(json, pointer, names, reading)) value = names[*place];
    return;
  }
  if (!expect(json, Json::Kind::string, "a string", pointer, reading)) return;
  if (!rule.allows(json.text)) {
    reading.fail(json.position, pointer,
                 fmt::format("expected {}, found {}", rule.wanted(), shown(json)));
    return;
  }
  value = json.text;
}

void read_value(const Json& json, const std::string& pointer, kernel::Duration& value,
                const About& about, Reading& reading) {
  if (const auto duration = read_duration(json, pointer, about.range, reading)) value = *duration;
}

void read_value(const Json& json, const std::string& pointer, model::Latency& value,
                const About& about, Reading& reading) {
  if (!json.is_object()) {
    kernel::Duration always{};
    const std::size_t problems_before = reading.problems.size();
    read_value(json, pointer, always, about, reading);
    if (reading.problems.size() == problems_before) value = model::always(always);
    return;
  }
  LatencyWritten written;
  const std::size_t problems_before = reading.problems.size();
  const bool noted = std::exchange(reading.notes_settings, false);
  read_value(json, pointer, written, about, reading);
  reading.notes_settings = noted;
  if (reading.problems.size() != problems_before) return;
  const auto latency = latency_of(written);
  if (!latency) {
    reading.fail(json.position, pointer, std::string{wanted_of(written.shape)},
                 ProblemKind::meaning);
  } else if (!about.range.holds((latency->typical() + latency->spread()).count())) {
    reading.fail(
        json.position, pointer,
        duration_wanted(about.range) + ", found " + to_text(latency->typical() + latency->spread()),
        ProblemKind::meaning);
  } else {
    value = *latency;
  }
}

void read_value(const Json& json, const std::string& pointer, Names& value, const About& about,
                Reading& reading) {
  if (json.kind == Json::Kind::string) {
    value.texts.assign(1, {});
    read_value(json, pointer, value.texts.front(), about, reading);
    return;
  }
  if (json.kind != Json::Kind::array) {
    reading.fail(
        json.position, pointer,
        fmt::format("expected {}, or a list of such, found {}", about.text.wanted(), shown(json)));
    return;
  }
  About at_least_one = about;
  at_least_one.count_min = 1;
  read_value(json, pointer, value.texts, at_least_one, reading);
}

void read_value(const Json& json, const std::string& pointer, Bound& value, const About&,
                Reading& reading) {
  const About about{.meaning = {}, .range = within(0, bound_max)};
  if (json.kind == Json::Kind::string) {
    value.time = read_duration(json, pointer, up_to(until_max), reading);
  } else if (json.kind == Json::Kind::number) {
    double number = 0;
    read_value(json, pointer, number, about, reading);
    value.number = number;
  } else {
    reading.fail(json.position, pointer,
                 fmt::format("expected a number or a duration, found {}", shown(json)));
  }
}

std::optional<std::int64_t> read_whole(const Json& json, const std::string& pointer,
                                       const About& about, Reading& reading) {
  const auto whole =
      json.kind == Json::Kind::number ? parse_whole(json.text) : std::optional<std::int64_t>{};
  if (whole && about.range.holds(*whole)) return whole;
  reading.fail(json.position, pointer,
               fmt::format("expected a whole number from {} to {}, found {}", about.range.least,
                           about.range.most, shown(json)));
  return std::nullopt;
}

std::optional<std::size_t> read_word(const Json& json, const std::string& pointer,
                                     const std::vector<std::string>& words, Reading& reading) {
  const auto found = json.kind == Json::Kind::string
                         ? std::find(words.begin(), words.end(), json.text)
                         : words.end();
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  const std::string hint =
      json.kind == Json::Kind::string ? suggestion(json.text, words) : std::string{};
  reading.fail(json.position, pointer,
               fmt::format("expected {}, found {}{}", alternatives(words), shown(json), hint));
  return std::nullopt;
}

}  // namespace spindrift::scenario
