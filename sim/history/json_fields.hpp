#pragma once

#include <string>
#include <vector>

#include "sim/history/json_lines.hpp"
#include "sim/history/located_json.hpp"

/// The lines of a history as objects: what each member may be, and what is said when it is not.
namespace spindrift::history {

/// Collects what is wrong with a file.
struct ReadErrors {
  explicit ReadErrors(std::string file_) : file{std::move(file_)} {}

  void add(std::size_t column, std::string pointer, std::string message) {
    if (!is_full()) all.push_back({file, line, column, std::move(pointer), std::move(message)});
  }
  [[nodiscard]] bool is_full() const { return all.size() >= ReadFailure::errors_max; }

  std::string file;
  std::size_t line = 0;
  std::vector<ReadError> all;
};

/// Each returns whether the line was right, and adds to `errors` what was not.
bool read_header(const LocatedJson& line, HistoryHeader& header, Topology& topology,
                 ReadErrors& errors);
bool read_event(const LocatedJson& line, const Topology& topology, Event& event,
                ReadErrors& errors);

}  // namespace spindrift::history
