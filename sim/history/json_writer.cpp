#include <charconv>
#include <concepts>
#include <type_traits>
#include <utility>

#include "sim/history/decimal_seconds.hpp"
#include "sim/history/json_lines.hpp"

namespace spindrift::history {
namespace {

void append_text(std::string& line, std::string_view text) {
  static constexpr std::string_view hexadecimal = "0123456789abcdef";
  line += '"';
  for (const char each : text) {
    const auto code = static_cast<unsigned char>(each);
    if (each == '"' || each == '\\') {
      line += '\\';
      line += each;
    } else if (code < 0x20) {
      line += "\\u00";
      line += hexadecimal[code >> 4U];
      line += hexadecimal[code & 0xFU];
    } else {
      line += each;
    }
  }
  line += '"';
}

template <std::integral Number>
void append_number(std::string& line, Number number) {
  char digits[24];
  const auto [end, error] = std::to_chars(std::begin(digits), std::end(digits), number);
  line.append(digits, end);
}

/// Appends the members of one JSON object.
class ObjectWriter {
 public:
  ObjectWriter(std::string& line, const Topology& topology) : line_{line}, topology_{topology} {
    line_ += '{';
  }

  template <class Value>
  void operator()(std::string_view name, const Value& value) {
    if (is_empty(value)) return;
    if (!first_) line_ += ',';
    first_ = false;
    append_text(line_, name);
    line_ += ':';
    append(value);
  }

  void close() { line_ += '}'; }

 private:
  template <class Value>
  static bool is_empty(const Value& value) {
    if constexpr (requires { value.exists(); }) {
      return !value.exists();
    } else if constexpr (requires { Value::none; }) {
      return value == Value::none;
    } else if constexpr (requires { value.empty(); }) {
      return value.empty();
    } else {
      return false;
    }
  }

  void append(bool value) { line_ += value ? "true" : "false"; }
  template <std::integral Number>
  void append(Number value) {
    append_number(line_, value);
  }
  void append(std::string_view value) { append_text(line_, value); }
  void append(const std::string& value) { append_text(line_, value); }
  void append(KmsName value) { append_text(line_, value.text()); }
  void append(Duration value) { append_seconds(line_, value); }
  void append(Time value) { append_seconds(line_, value.time_since_epoch()); }
  void append(EventId value) { append_number(line_, number(value)); }
  void append(ClusterId value) { append_text(line_, topology_.at(value).name); }
  void append(ServerId value) { append_text(line_, topology_.at(value).name); }
  void append(ObserverId value) { append_text(line_, topology_.at(value).name); }
  void append(const Key& value) { append_text(line_, to_string(topology_, value)); }

  template <class Enumeration>
  requires std::is_enum_v<Enumeration>
  void append(Enumeration value) { append_text(line_, word_for(value)); }

  template <class Row>
  void append(const std::vector<Row>& rows) {
    line_ += '[';
    for (std::size_t place = 0; place < rows.size(); ++place) {
      if (place > 0) line_ += ',';
      append(rows[place]);
    }
    line_ += ']';
  }

  template <class Row>
  requires requires(const Row& row) {
    Row::fields(row, [](auto, const auto&) {});
  }
  void append(const Row& row) {
    ObjectWriter object{line_, topology_};
    Row::fields(row, object);
    object.close();
  }

  std::string& line_;
  const Topology& topology_;
  bool first_ = true;
};

/// Appends a list of objects, each written by `write(object, element)`.
template <class Elements, class Write>
void append_list(std::string& line, const Topology& topology, std::string_view name,
                 const Elements& elements, const Write& write) {
  line += ',';
  append_text(line, name);
  line += ":[";
  for (const auto& element : elements) {
    if (line.back() == '}') line += ',';
    ObjectWriter object{line, topology};
    write(object, element);
    object.close();
  }
  line += ']';
}

}  // namespace

std::string header_line(const HistoryHeader& header, const Topology& topology) {
  std::string line;
  ObjectWriter object{line, topology};
  object("format", std::string_view{"spindrift-history-1"});
  object("scenario", header.scenario);
  object("seed", header.seed);
  append_list(line, topology, "clusters", topology.clusters,
              [](ObjectWriter& each, const Cluster& cluster) {
                each("name", cluster.name);
                each("upstream", cluster.upstream);
              });
  append_list(line, topology, "servers", topology.servers,
              [](ObjectWriter& each, const Server& server) {
                each("name", server.name);
                each("cluster", server.cluster);
              });
  append_list(line, topology, "observers", topology.observers,
              [](ObjectWriter& each, const Observer& observer) {
                each("name", observer.name);
                each("kind", observer.kind);
                each("cluster", observer.cluster);
                each("server", observer.server);
                each("source", observer.source);
              });
  object.close();
  return line;
}

std::string event_line(const Topology& topology, const Event& event) {
  std::string line;
  ObjectWriter object{line, topology};
  object("id", event.id);
  object("cause", event.cause);
  object("t", event.at);
  std::visit(
      [&object](const auto& what) {
        object("event", what.name);
        what.fields(what, object);
      },
      event.what);
  object.close();
  return line;
}

JsonLinesWriter::JsonLinesWriter(const std::filesystem::path& path, HistoryHeader header)
    : header_{std::move(header)}, file_{path} {}

void JsonLinesWriter::begin(const Topology& topology) {
  topology_ = topology;
  file_.write(header_line(header_, topology_) + '\n');
}

void JsonLinesWriter::on_event(const Event& event) {
  file_.write(event_line(topology_, event) + '\n');
}

void JsonLinesWriter::commit() { file_.commit(); }

}  // namespace spindrift::history
