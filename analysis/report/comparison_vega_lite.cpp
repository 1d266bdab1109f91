#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "analysis/report/comparison_section.hpp"
#include "analysis/report/vega_lite.hpp"

namespace spindrift::report {
namespace {

using Json = nlohmann::ordered_json;

Json spec(const std::string& title, Json values) {
  Json json{{"$schema", "https://vega.github.io/schema/vega-lite/v5.json"}, {"title", title}};
  json["data"]["values"] = std::move(values);
  return json;
}

Json axis(const char* field, const char* type, const std::string& title) {
  return {{"field", field}, {"type", type}, {"title", title}};
}

/// An infinite bound is none: JSON has no word for it.
Json bound(double value) { return std::isfinite(value) ? Json(value) : Json(); }

NamedFile ranking(const review::Comparison& comparison) {
  Json values = Json::array();
  for (const review::Alternative& alternative : comparison.alternatives) {
    for (std::size_t metric = 0; metric < comparison.metrics.size(); ++metric) {
      const auto& mean = alternative.metrics[metric].mean;
      values.push_back({{"alternative", alternative.name},
                        {"metric", words_of(comparison.metrics[metric])},
                        {"mean", mean.estimate},
                        {"lower", bound(mean.lower)},
                        {"upper", bound(mean.upper)}});
    }
  }
  Json json = spec("Each metric: means with their intervals", std::move(values));
  Json name = axis("alternative", "nominal", "");
  name["sort"] = {{"field", "mean"}, {"order", "ascending"}};
  const Json y = name;
  json["facet"] = {{"field", "metric"}, {"type", "nominal"}};
  json["columns"] = 2;
  json["resolve"]["scale"] = {{"x", "independent"}, {"y", "independent"}};
  json["spec"]["layer"] = Json::array(
      {{{"mark", "rule"},
        {"encoding",
         {{"x", axis("lower", "quantitative", "")}, {"x2", {{"field", "upper"}}}, {"y", y}}}},
       {{"mark", {{"type", "point"}, {"filled", true}, {"tooltip", true}}},
        {"encoding", {{"x", axis("mean", "quantitative", "")}, {"y", y}}}}});
  return {"ranking.vl.json", json.dump(1) + '\n'};
}

NamedFile pareto(const review::Comparison& comparison) {
  const metrics::FleetMetric across = comparison.pareto_metrics[0];
  const metrics::FleetMetric up = comparison.pareto_metrics[1];
  Json values = Json::array();
  for (std::size_t place = 0; place < comparison.alternatives.size(); ++place) {
    const review::Alternative& alternative = comparison.alternatives[place];
    const auto& front = comparison.pareto.members;
    values.push_back({{"alternative", alternative.name},
                      {"x", mean_of(alternative, across)},
                      {"y", mean_of(alternative, up)},
                      {"on the front", std::ranges::find(front, place) != front.end()}});
  }
  Json json = spec("What each strategy costs", std::move(values));
  json["width"] = 600;
  json["height"] = 400;
  const Json x = axis("x", "quantitative", words_of(across));
  const Json y = axis("y", "quantitative", words_of(up));
  json["layer"] = Json::array(
      {{{"mark", {{"type", "point"}, {"filled", true}, {"size", 90}, {"tooltip", true}}},
        {"encoding",
         {{"x", x}, {"y", y}, {"color", {{"field", "on the front"}, {"type", "nominal"}}}}}},
       {{"mark", {{"type", "text"}, {"align", "left"}, {"dx", 8}}},
        {"encoding", {{"x", x}, {"y", y}, {"text", {{"field", "alternative"}}}}}}});
  return {"pareto.vl.json", json.dump(1) + '\n'};
}

}  // namespace

std::vector<NamedFile> vega_lite_specs(const review::Comparison& comparison) {
  std::vector<NamedFile> files{ranking(comparison)};
  if (comparison.pareto_metrics.size() >= 2) files.push_back(pareto(comparison));
  return files;
}

}  // namespace spindrift::report
