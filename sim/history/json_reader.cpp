#include <fstream>
#include <istream>

#include "sim/history/json_fields.hpp"
#include "sim/history/json_lines.hpp"

namespace spindrift::history {
namespace {

/// Reads one file line by line and says what is wrong with it.
class Reader {
 public:
  Reader(std::istream& stream, std::string name, EventSink& sink)
      : stream_{stream}, errors_{std::move(name)}, sink_{sink} {}

  HistoryHeader read() {
    HistoryHeader header;
    std::string line;
    while (!errors_.is_full() && std::getline(stream_, line)) {
      ++errors_.line;
      auto parsed = parse_located_json(line);
      if (const auto* const error = std::get_if<JsonError>(&parsed)) {
        errors_.add(error->column, "", error->message);
      } else if (errors_.line == 1) {
        read_header(std::get<LocatedJson>(parsed), header);
      } else {
        read_event(std::get<LocatedJson>(parsed));
      }
      // Later lines mean nothing without the names in the first.
      if (errors_.line == 1 && !errors_.all.empty()) break;
    }
    if (errors_.all.empty() && !ended_) {
      ++errors_.line;
      errors_.add(1, "",
                  errors_.line == 1 ? "the file is empty: expected a history's first line"
                                    : "the history is cut off: no \"history_ended\"");
    }
    if (!errors_.all.empty()) throw ReadFailure{std::move(errors_.all)};
    return header;
  }

 private:
  void read_header(const LocatedJson& line, HistoryHeader& header) {
    if (history::read_header(line, header, topology_, errors_)) sink_.begin(topology_);
  }

  void read_event(const LocatedJson& line) {
    Event event;
    if (ended_) errors_.add(1, "", "a line after \"history_ended\"");
    if (!history::read_event(line, topology_, event, errors_)) return;
    if (number(event.id) != last_id_ + 1) {
      errors_.add(1, "/id",
                  "expected " + std::to_string(last_id_ + 1) +
                      ", the number after the "
                      "one before, found " +
                      std::to_string(number(event.id)));
    }
    if (number(event.cause) >= number(event.id)) {
      errors_.add(1, "/cause", "a cause is an earlier event, so less than its id");
    }
    if (event.at < last_at_) errors_.add(1, "/t", "time falls: it is before the line above");
    last_id_ = number(event.id);
    last_at_ = event.at;
    ended_ = std::holds_alternative<HistoryEnded>(event.what);
    if (errors_.all.empty()) sink_.on_event(event);
  }

  std::istream& stream_;
  ReadErrors errors_;
  EventSink& sink_;
  Topology topology_;
  std::uint64_t last_id_ = 0;
  Time last_at_ = Time::min();
  bool ended_ = false;
};

std::string text_of(const std::vector<ReadError>& errors) {
  std::string text;
  for (const ReadError& error : errors) {
    if (!text.empty()) text += '\n';
    text += error.file + ':' + std::to_string(error.line) + ':' + std::to_string(error.column) +
            ": " + (error.pointer.empty() ? "" : error.pointer + ": ") + error.message;
  }
  return text;
}

}  // namespace

ReadFailure::ReadFailure(std::vector<ReadError> errors)
    : std::runtime_error{text_of(errors)}, errors_{std::move(errors)} {}

HistoryHeader read_json_lines(std::istream& stream, const std::string& name, EventSink& sink) {
  return Reader{stream, name, sink}.read();
}

History read_history(const std::filesystem::path& path) {
  std::ifstream stream{path, std::ios::binary};
  if (!stream) throw ReadFailure{{{path.string(), 1, 1, "", "cannot be opened"}}};
  History history;
  HistoryBuilder builder{history};
  const HistoryHeader header = read_json_lines(stream, path.string(), builder);
  history.scenario = header.scenario;
  history.seed = header.seed;
  return history;
}

}  // namespace spindrift::history
