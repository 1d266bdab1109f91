#include "analysis/report/perfetto_trace.hpp"

#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace spindrift::report {
namespace {

using Json = nlohmann::ordered_json;
using history::Event;

/// Where an event stands. Processes are numbered by cluster; the last one is all others.
struct Track {
  std::size_t process = 0;
  std::size_t thread = 0;

  friend bool operator==(const Track&, const Track&) = default;
};

/// The trace format counts in microseconds. Whole nanoseconds are exact in a double for months.
double microseconds(history::Duration span) { return static_cast<double>(span.count()) / 1000; }
double microseconds(history::Time moment) { return microseconds(moment.time_since_epoch()); }

class Trace {
 public:
  explicit Trace(const Material& material)
      : material_{material}, outside_{material.topology().clusters.size() + 1} {}

  std::string write() {
    write_names();
    write_lives();
    for (const Event& event : material_.history.events) write_event(event);
    write_counts();
    text_ += "\n],\"displayTimeUnit\":\"ms\"}\n";
    return std::move(text_);
  }

 private:
  void add(const Json& entry) {
    text_ += is_first_ ? "\n" : ",\n";
    is_first_ = false;
    text_ += entry.dump();
  }

  void name(const char* what, Track track, const std::string& text) {
    add({{"ph", "M"},
         {"name", what},
         {"pid", track.process},
         {"tid", track.thread},
         {"args", {{"name", text}}}});
  }

  void write_names() {
    const history::Topology& topology = material_.topology();
    for (std::size_t place = 0; place < topology.clusters.size(); ++place) {
      name("process_name", {place + 1, 0}, topology.clusters[place].name);
      name("thread_name", {place + 1, 0}, "bundle");
      for (const history::ServerId server : topology.clusters[place].servers) {
        name("thread_name", track_of(server), topology.at(server).name);
      }
    }
    name("process_name", {outside_, 0}, "operators and verifiers");
    name("thread_name", {outside_, 0}, "operators");
    for (std::size_t place = 0; place < topology.observers.size(); ++place) {
      name("thread_name", {outside_, place + 1}, topology.observers[place].name);
    }
  }

  void slice(const char* what, const std::string& kind, Track track, history::Time from,
             history::Time until, Json arguments) {
    Json entry{{"ph", "X"},
               {"name", what},
               {"cat", kind},
               {"pid", track.process},
               {"tid", track.thread},
               {"ts", microseconds(from)},
               {"dur", microseconds(until - from)}};
    entry["args"] = std::move(arguments);
    add(entry);
  }

  void write_lives() {
    for (const std::vector<Life>& lives : material_.lives.all()) {
      for (const Life& life : lives) {
        const history::Time end = life.ended.value_or(material_.end());
        const history::Time up = life.listening.value_or(end);
        const Json arguments{{"version", life.version}, {"ended", life.why}};
        slice("starting", "life", track_of(life.server), life.spawned, up, arguments);
        if (life.listening) slice("serving", "life", track_of(life.server), up, end, arguments);
      }
    }
  }

  void write_event(const Event& event) {
    const Track track = track_of(event);
    // As short as the format knows: a flow needs a slice to begin and to end at.
    const history::Time until = event.at + std::chrono::microseconds{1};
    std::visit(
        [&](const auto& what) {
          Json arguments{{"id", number(event.id)}};
          what.fields(what, [&](const char* member, const auto& value) {
            argument(arguments, member, value);
          });
          slice(what.name.data(), "event", track, event.at, until, std::move(arguments));
        },
        event.what);
    if (event.cause == history::EventId::none) return;
    const Event& cause = material_.history.events.at(number(event.cause) - 1);
    const Track from = track_of(cause);
    if (from == track) return;
    flow("s", from, cause.at, event.id);
    flow("f", track, event.at, event.id);
  }

  void flow(const char* phase, Track track, history::Time at, history::EventId id) {
    Json entry{{"ph", phase},           {"name", "led to"},     {"cat", "cause"},
               {"id", number(id)},      {"pid", track.process}, {"tid", track.thread},
               {"ts", microseconds(at)}};
    if (*phase == 'f') entry["bp"] = "e";
    add(entry);
  }

  void write_counts() {
    for (const analysis::CountStep& step : material_.membership.steps()) {
      add({{"ph", "C"},
           {"name", "JWT keys"},
           {"pid", index(step.cluster) + 1},
           {"tid", 0},
           {"ts", microseconds(step.from)},
           {"args", {{"keys", step.count}}}});
    }
  }

  // ------------------------------------------------------------------- members of events

  template <class Value>
  void argument(Json& arguments, const char* member, const Value& value) const {
    const history::Topology& topology = material_.topology();
    if constexpr (std::is_same_v<Value, history::Key>) {
      arguments[member] = to_string(topology, value);
    } else if constexpr (std::is_same_v<Value, history::ServerId> ||
                         std::is_same_v<Value, history::ClusterId> ||
                         std::is_same_v<Value, history::ObserverId>) {
      if (value != Value::none) arguments[member] = topology.at(value).name;
    } else if constexpr (std::is_same_v<Value, history::Time>) {
      arguments[member] = microseconds(value) / 1e6;
    } else if constexpr (std::is_same_v<Value, history::Duration>) {
      arguments[member] = microseconds(value) / 1e6;
    } else if constexpr (std::is_enum_v<Value>) {
      arguments[member] = history::word_for(value);
    } else if constexpr (std::is_arithmetic_v<Value> || std::is_same_v<Value, std::string>) {
      arguments[member] = value;
    } else if constexpr (std::is_same_v<Value, history::KmsName>) {
      arguments[member] = value.text();
    } else {
      arguments[member] = value.size();  // of lists how long they are
    }
  }

  [[nodiscard]] Track track_of(history::ServerId server) const {
    return {index(material_.topology().at(server).cluster) + 1, index(server) + 1};
  }

  /// The track of the first of server, cluster and observer that the event has.
  [[nodiscard]] Track track_of(const Event& event) const {
    std::optional<Track> found;
    std::visit(
        [&](const auto& what) {
          what.fields(what, [&](const char* member, const auto& value) {
            using Value = std::decay_t<decltype(value)>;
            const std::string_view role{member};
            if (found) return;
            if constexpr (std::is_same_v<Value, history::ServerId>) {
              if (role == "server" && value != Value::none) found = track_of(value);
            } else if constexpr (std::is_same_v<Value, history::ClusterId>) {
              if (value != Value::none) found = Track{index(value) + 1, 0};
            } else if constexpr (std::is_same_v<Value, history::ObserverId>) {
              if (value != Value::none) found = Track{outside_, index(value) + 1};
            }
          });
        },
        event.what);
    return found.value_or(Track{outside_, 0});
  }

  const Material& material_;
  std::size_t outside_;
  bool is_first_ = true;
  std::string text_ = "{\"traceEvents\":[";
};

}  // namespace

std::string perfetto_trace(const Material& material) { return Trace{material}.write(); }

}  // namespace spindrift::report
