#include "sim/history/recording/row_reader.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#include "sim/history/decimal_seconds.hpp"

namespace spindrift::history {

RowReader::RowReader(const LocatedJson& object, std::string pointer, ReadErrors& errors)
    : object_{object}, pointer_{std::move(pointer)}, errors_{errors} {
  if (object_.kind != Kind::object) {
    errors_.add(object_.column, pointer_,
                "expected an object, found " + std::string{to_string(object_.kind)});
  }
}

const LocatedJson* RowReader::find(std::string_view name) const {
  if (object_.kind != Kind::object) return nullptr;
  for (const LocatedJson::Member& member : object_.members) {
    if (member.name == name && member.value.kind != Kind::null) return &member.value;
  }
  return nullptr;
}

bool RowReader::has(std::string_view name) const { return find(name) != nullptr; }

const LocatedJson* RowReader::require(std::string_view name, Kind kind) {
  const LocatedJson* const value = find(name);
  if (value == nullptr) {
    if (object_.kind == Kind::object) {
      errors_.add(object_.column, pointer_, "\"" + std::string{name} + "\" is missing");
    }
    return nullptr;
  }
  if (value->kind == kind) return value;
  errors_.add(value->column, pointer_ + '/' + std::string{name},
              "expected " + std::string{to_string(kind)} + ", found " +
                  std::string{to_string(value->kind)});
  return nullptr;
}

void RowReader::complain(std::string_view name, const std::string& message) {
  const LocatedJson* const value = find(name);
  errors_.add(value == nullptr ? object_.column : value->column, pointer_ + '/' + std::string{name},
              message);
}

std::string RowReader::text(std::string_view name) {
  const LocatedJson* const value = require(name, Kind::string);
  return value == nullptr ? std::string{} : value->text;
}

std::string RowReader::text_or(std::string_view name, std::string_view otherwise) {
  return has(name) ? text(name) : std::string{otherwise};
}

bool RowReader::truth_or(std::string_view name, bool otherwise) {
  if (!has(name)) return otherwise;
  const LocatedJson* const value = require(name, Kind::boolean);
  return value == nullptr ? otherwise : value->text == "true";
}

std::int64_t RowReader::whole(std::string_view name) {
  const LocatedJson* const value = require(name, Kind::number);
  std::int64_t number = 0;
  if (value == nullptr) return number;
  const char* const end = value->text.data() + value->text.size();
  const auto [stopped, error] = std::from_chars(value->text.data(), end, number);
  if (error != std::errc{} || stopped != end) {
    complain(name, "expected a whole number, found " + value->text);
  }
  return number;
}

std::int64_t RowReader::whole_or(std::string_view name, std::int64_t otherwise) {
  return has(name) ? whole(name) : otherwise;
}

namespace {

/// Recordings are written by programs that add floating-point numbers: 29.407000000000004 and 5e-05
/// are times, to the nearest nanosecond.
std::optional<kernel::Duration> nearest_seconds(std::string_view text) {
  if (const auto exact = parse_seconds(text)) return exact;
  double number = 0;
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  constexpr double too_much = 9e9;
  if (error != std::errc{} || stopped != text.data() + text.size()) return std::nullopt;
  if (!(number > -too_much && number < too_much)) return std::nullopt;
  const double nanoseconds = number * 1e9;
  return kernel::Duration{static_cast<std::int64_t>(nanoseconds + (number < 0 ? -0.5 : 0.5))};
}

}  // namespace

kernel::Duration RowReader::span_of(const LocatedJson& value, const std::string& pointer,
                                    kernel::Duration unit) {
  const bool is_number = value.kind == Kind::number;
  const std::optional<kernel::Duration> span =
      is_number ? nearest_seconds(value.text) : std::nullopt;
  constexpr std::int64_t in_a_second = std::chrono::nanoseconds{std::chrono::seconds{1}}.count();
  if (span && *span < std::chrono::hours{24 * 365 * 100}) {
    return kernel::Duration{span->count() / (in_a_second / unit.count())};
  }
  errors_.add(value.column, pointer,
              "expected a number of seconds, found " +
                  (is_number ? value.text : std::string{to_string(value.kind)}));
  return {};
}

kernel::Duration RowReader::seconds(std::string_view name) {
  const LocatedJson* const value = require(name, Kind::number);
  if (value == nullptr) return {};
  return span_of(*value, pointer_ + '/' + std::string{name}, std::chrono::seconds{1});
}

kernel::Duration RowReader::seconds_or(std::string_view name, kernel::Duration otherwise) {
  return has(name) ? seconds(name) : otherwise;
}

kernel::Time RowReader::time(std::string_view name) { return kernel::Time{seconds(name)}; }

std::vector<std::string> RowReader::texts(std::string_view name) {
  std::vector<std::string> all;
  const LocatedJson* const value = require(name, Kind::array);
  if (value == nullptr) return all;
  for (const LocatedJson::Member& element : value->members) {
    if (element.value.kind == Kind::string) {
      all.push_back(element.value.text);
    } else {
      errors_.add(element.column,
                  pointer_ + '/' + std::string{name} + '/' + std::to_string(all.size()),
                  "expected a text, found " + std::string{to_string(element.value.kind)});
    }
  }
  return all;
}

std::vector<kernel::Duration> RowReader::spans(std::string_view name) {
  std::vector<kernel::Duration> all;
  const LocatedJson* const value = require(name, Kind::array);
  if (value == nullptr) return all;
  for (const LocatedJson::Member& element : value->members) {
    const std::string place = pointer_ + '/' + std::string{name} + '/' + std::to_string(all.size());
    all.push_back(span_of(element.value, place, std::chrono::seconds{1}));
  }
  return all;
}

void RowReader::each(std::string_view name, const std::function<void(RowReader&)>& read) {
  if (!has(name)) return;
  const LocatedJson* const value = require(name, Kind::array);
  if (value == nullptr) return;
  std::size_t place = 0;
  for (const LocatedJson::Member& element : value->members) {
    RowReader row{element.value, pointer_ + '/' + std::string{name} + '/' + std::to_string(place++),
                  errors_};
    if (element.value.kind == Kind::object) read(row);
  }
}

void RowReader::each_span(
    std::string_view name, kernel::Duration unit,
    const std::function<void(const std::string& key, kernel::Duration)>& read) {
  if (!has(name)) return;
  const LocatedJson* const value = require(name, Kind::object);
  if (value == nullptr) return;
  for (const LocatedJson::Member& member : value->members) {
    const std::string place = pointer_ + '/' + std::string{name} + '/' + member.name;
    read(member.name, span_of(member.value, place, unit));
  }
}

namespace {

/// Reads one value and hands it on when it is an object.
void read_object(std::string_view text, ReadErrors& errors,
                 const std::function<void(RowReader&)>& read) {
  const auto parsed = parse_located_json(text);
  if (const auto* const error = std::get_if<JsonError>(&parsed)) {
    errors.add(error->column, "", error->message);
    return;
  }
  RowReader row{std::get<LocatedJson>(parsed), "", errors};
  if (std::get<LocatedJson>(parsed).kind == LocatedJson::Kind::object) read(row);
}

void take(std::vector<ReadError>& all, std::vector<ReadError> more) {
  for (ReadError& error : more) {
    if (all.size() < ReadFailure::errors_max) all.push_back(std::move(error));
  }
}

}  // namespace

void read_rows(const std::filesystem::path& file, bool required, std::vector<ReadError>& all,
               const std::function<void(RowReader&)>& read) {
  ReadErrors errors{file.string()};
  std::ifstream stream{file, std::ios::binary};
  if (!stream && required) {
    errors.line = 1;
    errors.add(1, "", "cannot be opened");
  }
  std::string line;
  while (!errors.is_full() && std::getline(stream, line)) {
    ++errors.line;
    if (line.find_first_not_of(" \t\r") != line.npos) read_object(line, errors, read);
  }
  take(all, std::move(errors.all));
}

void read_document(const std::filesystem::path& file, std::vector<ReadError>& all,
                   const std::function<void(RowReader&)>& read) {
  ReadErrors errors{file.string()};
  errors.line = 1;
  std::ifstream stream{file, std::ios::binary};
  std::ostringstream content;
  if (stream) content << stream.rdbuf();
  const std::string text = content.str();
  if (!stream) {
    errors.add(1, "", "cannot be opened");
  } else {
    read_object(text, errors, read);
  }
  // Columns count from the beginning of the text; people want lines.
  for (ReadError& error : errors.all) {
    const std::string_view before{text.data(), std::min(error.column - 1, text.size())};
    const std::size_t line_begin = before.rfind('\n');
    error.line = 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
    if (line_begin != before.npos) error.column -= line_begin + 1;
  }
  take(all, std::move(errors.all));
}

}  // namespace spindrift::history
