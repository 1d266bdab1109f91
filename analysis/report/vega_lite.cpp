#include "analysis/report/vega_lite.hpp"

#include <nlohmann/json.hpp>

namespace spindrift::report {
namespace {

using Json = nlohmann::ordered_json;

double hours(history::Time moment) {
  return std::chrono::duration<double, std::ratio<3600>>{moment.time_since_epoch()}.count();
}

Json spec(const std::string& title, Json values) {
  Json json{{"$schema", "https://vega.github.io/schema/vega-lite/v5.json"},
            {"title", title},
            {"width", 800}};
  json["data"]["values"] = std::move(values);
  return json;
}

Json axis(const char* field, const char* type, const char* title) {
  return {{"field", field}, {"type", type}, {"title", title}};
}

Json tooltips(const std::vector<const char*>& fields) {
  Json list = Json::array();
  for (const char* const field : fields) list.push_back({{"field", field}});
  return list;
}

NamedFile file(const std::string& name, const Json& json) {
  return {name + ".vl.json", json.dump(1) + '\n'};
}

NamedFile keys_over_time(const Material& material) {
  Json values = Json::array();
  for (const analysis::CountStep& each : material.membership.steps()) {
    values.push_back({{"hours", hours(each.from)},
                      {"cluster", material.name(each.cluster)},
                      {"keys", each.count}});
  }
  for (const ClusterFinding& each : material.findings.clusters) {
    values.push_back({{"hours", hours(material.end())},
                      {"cluster", material.name(each.cluster)},
                      {"keys", material.observed->counts.in(each.cluster).now()}});
  }
  Json json = spec("JWT keys in each bundle", std::move(values));
  json["height"] = 300;
  json["mark"] = {{"type", "line"}, {"interpolate", "step-after"}};
  json["encoding"] = {{"x", axis("hours", "quantitative", "hours since the start")},
                      {"y", axis("keys", "quantitative", "JWT keys")},
                      {"color", axis("cluster", "nominal", "cluster")},
                      {"tooltip", tooltips({"cluster", "hours", "keys"})}};
  return file("keys-over-time", json);
}

NamedFile who_holds_which_key(const Material& material) {
  Json values = Json::array();
  const auto add = [&](history::ClusterId cluster, const history::Key& key, history::Time from,
                       const std::optional<history::Time>& until, const char* state) {
    values.push_back({{"cluster", material.name(cluster)},
                      {"key", to_string(material.topology(), key)},
                      {"from", hours(from)},
                      {"until", hours(until.value_or(material.end()))},
                      {"state", state}});
  };
  for (const analysis::Listing& each : material.membership.listings()) {
    add(each.cluster, each.key, each.from, each.until, "listed");
  }
  for (const analysis::MissingKey& each : material.absences()) {
    add(each.cluster, each.key, each.since, each.until, "missing");
  }
  Json json = spec("Who holds which key when", std::move(values));
  Json colour = axis("state", "nominal", "state");
  colour["scale"] = {{"domain", {"listed", "missing"}}, {"range", {"#a9bccb", "#d9480f"}}};
  Json key = axis("key", "nominal", "key");
  key["sort"] = nullptr;  // in the order of the data: of publication
  json["mark"] = "bar";
  json["encoding"] = {{"x", axis("from", "quantitative", "hours since the start")},
                      {"x2", {{"field", "until"}}},
                      {"y", key},
                      {"color", colour},
                      {"row", axis("cluster", "nominal", "cluster")},
                      {"tooltip", tooltips({"cluster", "key", "state", "from", "until"})}};
  return file("who-holds-which-key", json);
}

NamedFile server_lives(const Material& material) {
  Json values = Json::array();
  for (const auto& of_server : material.lives.all()) {
    for (const Life& life : of_server) {
      const history::Time end = life.ended.value_or(material.end());
      const history::Time up = life.listening.value_or(end);
      const auto add = [&](const char* state, history::Time from, history::Time until) {
        values.push_back({{"server", material.name(life.server)},
                          {"state", state},
                          {"from", hours(from)},
                          {"until", hours(until)},
                          {"version", life.version},
                          {"ended by itself", life.ended_by_itself}});
      };
      add("starting", life.spawned, up);
      if (life.listening) add("serving", up, end);
    }
  }
  Json json = spec("Lives of servers", std::move(values));
  Json colour = axis("state", "nominal", "state");
  colour["scale"] = {{"domain", {"starting", "serving"}}, {"range", {"#e3c65b", "#5b93bd"}}};
  Json server = axis("server", "nominal", "server");
  server["sort"] = nullptr;
  json["mark"] = "bar";
  json["encoding"] = {{"x", axis("from", "quantitative", "hours since the start")},
                      {"x2", {{"field", "until"}}},
                      {"y", server},
                      {"color", colour},
                      {"tooltip", tooltips({"server", "state", "from", "until", "version"})}};
  return file("server-lives", json);
}

}  // namespace

std::vector<NamedFile> vega_lite_specs(const Material& material) {
  return {keys_over_time(material), who_holds_which_key(material), server_lives(material)};
}

}  // namespace spindrift::report
