#include "sim/history/json_fields.hpp"

#include <algorithm>
#include <utility>

#include "sim/history/nearest_name.hpp"
#include "sim/history/object_reader.hpp"

namespace spindrift::history {
namespace {

constexpr std::string_view format_name = "spindrift-history-1";

/// Reads a list of objects; `read(object, element)` reads one of them. Elements may refer to those
/// before them.
template <class Element, class Read>
void read_list(ObjectReader& header, std::string_view name, const Topology& topology,
               ReadErrors& errors, std::vector<Element>& elements, const Read& read) {
  const LocatedJson* const list = header.member(name);
  if (list == nullptr) return;
  const std::string pointer = '/' + std::string{name};
  if (list->kind != LocatedJson::Kind::array) {
    errors.add(list->column, pointer, "expected a list");
    return;
  }
  for (const LocatedJson::Member& member : list->members) {
    const std::string place = pointer + '/' + std::to_string(elements.size());
    ObjectReader object{member.value, place, topology, errors};
    Element element;
    read(object, element);
    object.finish();
    if (std::ranges::find(elements, element.name, &Element::name) != elements.end()) {
      errors.add(member.column, place, "\"" + element.name + "\" is named twice");
    }
    elements.push_back(std::move(element));
  }
}

void read_topology(ObjectReader& header, Topology& topology, ReadErrors& errors) {
  read_list(header, "clusters", topology, errors, topology.clusters,
            [](ObjectReader& object, Cluster& cluster) {
              object("name", cluster.name);
              object("upstream", cluster.upstream);
            });
  read_list(header, "servers", topology, errors, topology.servers,
            [](ObjectReader& object, Server& server) {
              object("name", server.name);
              object("cluster", server.cluster);
            });
  read_list(header, "observers", topology, errors, topology.observers,
            [](ObjectReader& object, Observer& observer) {
              object("name", observer.name);
              object("kind", observer.kind);
              object("cluster", observer.cluster);
              object("server", observer.server);
              object("source", observer.source);
            });
  for (std::size_t place = 0; place < topology.servers.size(); ++place) {
    const ClusterId cluster = topology.servers[place].cluster;
    if (cluster != ClusterId::none) {
      topology.clusters[index(cluster)].servers.push_back(static_cast<ServerId>(place));
    }
  }
}

/// Makes `what` an empty event of the type of that name. False when no type has it.
template <std::size_t... Places>
bool emplace_by_name(std::string_view name, Payload& what, std::index_sequence<Places...>) {
  return ((std::variant_alternative_t<Places, AnyPayload>::name == name &&
           (what.emplace<Places>(), true)) ||
          ...);
}

template <std::size_t... Places>
std::vector<std::string> event_names(std::index_sequence<Places...>) {
  return {std::string{std::variant_alternative_t<Places, AnyPayload>::name}...};
}

}  // namespace

bool read_header(const LocatedJson& line, HistoryHeader& header, Topology& topology,
                 ReadErrors& errors) {
  const std::size_t errors_before = errors.all.size();
  ObjectReader object{line, "", topology, errors};
  std::string format;
  object("format", format);
  if (format != format_name && line.kind == LocatedJson::Kind::object) {
    errors.add(
        line.column, "/format",
        "expected \"" + std::string{format_name} + "\": this is no history, or of another version");
    return false;
  }
  object("scenario", header.scenario);
  object("seed", header.seed);
  read_topology(object, topology, errors);
  object.finish();
  return errors.all.size() == errors_before;
}

bool read_event(const LocatedJson& line, const Topology& topology, Event& event,
                ReadErrors& errors) {
  static constexpr auto places = std::make_index_sequence<std::variant_size_v<AnyPayload>>{};
  ObjectReader object{line, "", topology, errors};
  object("id", event.id);
  object("cause", event.cause);
  object("t", event.at);
  const LocatedJson* const name = object.member("event");
  if (name == nullptr || !emplace_by_name(name->text, event.what, places)) {
    const std::string found = name == nullptr ? "" : name->text;
    const std::string nearest = nearest_name(found, event_names(places));
    errors.add(name == nullptr ? line.column : name->column, "/event",
               "\"" + found + "\" is no type of event" +
                   (nearest.empty() ? "" : ", did you mean \"" + nearest + "\"?"));
    return false;
  }
  std::visit([&object](auto& what) { what.fields(what, object); }, event.what);
  return object.finish();
}

}  // namespace spindrift::history
