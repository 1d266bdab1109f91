#include "analysis/cli/explanation_json.hpp"

#include <nlohmann/json.hpp>

namespace spindrift::cli {
namespace {

using Json = nlohmann::ordered_json;

Json steps_as_json(const std::vector<analysis::Step>& steps) {
  Json list = Json::array();
  for (const analysis::Step& step : steps) {
    list.push_back(
        {{"at", step.at ? Json(kernel::in_seconds(*step.at)) : Json()},
         {"text", step.text},
         {"event", step.event == history::EventId::none ? Json() : Json(number(step.event))}});
  }
  return list;
}

}  // namespace

Json explanation_as_json(const history::Topology& topology,
                         const analysis::Explanation& explanation) {
  Json json{{"clusters", Json::array()}, {"keys", Json::array()}};
  for (const analysis::ClusterStory& story : explanation.clusters) {
    Json keys = Json::array();
    for (const analysis::MissingKey& each : story.missing) {
      keys.push_back({{"key", to_string(topology, each.key)},
                      {"since", kernel::in_seconds(each.since)},
                      {"until", each.until ? Json(kernel::in_seconds(*each.until)) : Json()}});
    }
    json["clusters"].push_back({{"name", topology.at(story.cluster).name},
                                {"missing", keys},
                                {"reasons", steps_as_json(story.reasons)},
                                {"healing", steps_as_json(story.healing)},
                                {"price", steps_as_json(story.price)}});
  }
  for (const analysis::KeyStory& story : explanation.keys) {
    json["keys"].push_back({{"key", to_string(topology, story.key)},
                            {"published_at", kernel::in_seconds(story.published_at)},
                            {"steps", steps_as_json(story.steps)}});
  }
  json["remarks"] = steps_as_json(explanation.remarks);
  return json;
}

}  // namespace spindrift::cli
