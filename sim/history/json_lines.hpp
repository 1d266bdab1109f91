#pragma once

#include <filesystem>
#include <iosfwd>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/history/history.hpp"
#include "sim/history/output_file.hpp"

/// Histories as JSON lines: the first line says what the history is of and who was there, each
/// further line is one event. Times and spans are seconds as exact decimals, servers, clusters and
/// observers are named, keys are written `A/1#3`. What is empty (no server, no key, an empty text
/// or list) is left out.
namespace spindrift::history {

/// What the first line says besides the topology.
struct HistoryHeader {
  std::string scenario;
  std::uint64_t seed = 0;
};

/// The first line, without its line end.
[[nodiscard]] std::string header_line(const HistoryHeader& header, const Topology& topology);

/// The line of an event, without its line end.
[[nodiscard]] std::string event_line(const Topology& topology, const Event& event);

/// Writes a history to a file as it happens. The file appears, whole, when `commit` is called.
class JsonLinesWriter final : public EventSink {
 public:
  /// Throws `std::system_error` when nothing can be written beside `path`.
  JsonLinesWriter(const std::filesystem::path& path, HistoryHeader header);

  void begin(const Topology& topology) override;
  void on_event(const Event& event) override;
  void commit();

 private:
  HistoryHeader header_;
  Topology topology_;
  OutputFile file_;
};

/// What is wrong with a history file, and where.
struct ReadError {
  std::string file;
  std::size_t line = 0;    ///< from 1
  std::size_t column = 0;  ///< from 1, in bytes
  std::string pointer;     ///< JSON pointer within the line
  std::string message;     ///< what was found, what is allowed
};

/// Thrown by the readers with all errors, at most `errors_max` of them.
class ReadFailure : public std::runtime_error {
 public:
  static constexpr std::size_t errors_max = 20;
  explicit ReadFailure(std::vector<ReadError> errors);
  [[nodiscard]] const std::vector<ReadError>& errors() const { return errors_; }

 private:
  std::vector<ReadError> errors_;
};

/// Shows the events of a stream of JSON lines to `sink` while they are read, up to the first error.
/// `name` is what errors call the file. Strict: unknown and missing members, ids with gaps, times
/// that fall and a missing end are errors. Throws `ReadFailure`.
HistoryHeader read_json_lines(std::istream& stream, const std::string& name, EventSink& sink);

/// The history in that file. Throws `ReadFailure`, also when the file cannot be read.
[[nodiscard]] History read_history(const std::filesystem::path& path);

}  // namespace spindrift::history
