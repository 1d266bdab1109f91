#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/history/json_fields.hpp"
#include "sim/history/names.hpp"

namespace spindrift::history {

/// Takes values out of one JSON object of a recording. What is missing or of the wrong kind is an
/// error with its place; members that nobody asks for are left alone, since recordings hold more
/// than is read.
class RowReader {
 public:
  RowReader(const LocatedJson& object, std::string pointer, ReadErrors& errors);

  [[nodiscard]] bool has(std::string_view name) const;

  std::string text(std::string_view name);
  std::string text_or(std::string_view name, std::string_view otherwise);
  bool truth_or(std::string_view name, bool otherwise);
  std::int64_t whole(std::string_view name);
  std::int64_t whole_or(std::string_view name, std::int64_t otherwise);
  kernel::Duration seconds(std::string_view name);
  kernel::Duration seconds_or(std::string_view name, kernel::Duration otherwise);
  kernel::Time time(std::string_view name);
  std::vector<std::string> texts(std::string_view name);
  std::vector<kernel::Duration> spans(std::string_view name);

  /// Shows each object of that list to `read`; a list that is missing is empty.
  void each(std::string_view name, const std::function<void(RowReader&)>& read);

  /// Shows the values of the object of that name, as spans in seconds times `unit`.
  void each_span(std::string_view name, kernel::Duration unit,
                 const std::function<void(const std::string& key, kernel::Duration)>& read);

  /// Says that the value of that member is wrong.
  void complain(std::string_view name, const std::string& message);

 private:
  using Kind = LocatedJson::Kind;
  const LocatedJson* find(std::string_view name) const;
  const LocatedJson* require(std::string_view name, Kind kind);
  kernel::Duration span_of(const LocatedJson& value, const std::string& pointer,
                           kernel::Duration unit);

  const LocatedJson& object_;
  std::string pointer_;
  ReadErrors& errors_;
};

/// Shows each line of that file to `read`. A file that does not exist has no lines, unless
/// `required`. Errors, those of `read` included, are added to `all`.
void read_rows(const std::filesystem::path& file, bool required, std::vector<ReadError>& all,
               const std::function<void(RowReader&)>& read);

/// Shows the one object of that file, which may be spread over many lines, to `read`.
void read_document(const std::filesystem::path& file, std::vector<ReadError>& all,
                   const std::function<void(RowReader&)>& read);

}  // namespace spindrift::history
