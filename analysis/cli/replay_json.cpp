#include <nlohmann/json.hpp>

#include "analysis/cli/replay_recording.hpp"
#include "analysis/fidelity/first_difference.hpp"

namespace spindrift::cli {
namespace {

using analysis::Fidelity;
using Json = nlohmann::ordered_json;

Json moment(const std::optional<history::Time>& at) {
  const bool happens = at && *at != kernel::never;
  return happens ? Json(kernel::in_seconds(*at)) : Json(nullptr);
}

Json subject_as_json(const analysis::SubjectMatch& match) {
  Json missing = Json::array();
  for (const auto& each : match.missing) {
    missing.push_back({{"what", each.what}, {"recorded_at_s", moment(each.at)}});
  }
  Json spurious = Json::array();
  for (const auto& each : match.spurious) {
    spurious.push_back({{"what", each.what}, {"predicted_at_s", moment(each.at)}});
  }
  Json matched = Json::array();
  for (const auto& each : match.matched) {
    matched.push_back({{"what", each.recorded.what},
                       {"recorded_at_s", moment(each.recorded.at)},
                       {"predicted_at_s", moment(each.predicted.at)},
                       {"in_order", each.in_order}});
  }
  return {{"subject", match.subject},
          {"holds", match.holds()},
          {"matched", std::move(matched)},
          {"missing", std::move(missing)},
          {"spurious", std::move(spurious)}};
}

Json category_as_json(const analysis::FidelityCategory& category) {
  const auto error = [&](double share) {
    return kernel::in_seconds(error_quantile(category.matches, share));
  };
  Json subjects = Json::array();
  for (const auto& match : category.matches) subjects.push_back(subject_as_json(match));
  return {{"name", category.name},           {"holds", category.holds()},
          {"matched", category.matched()},   {"missing", category.missing()},
          {"spurious", category.spurious()}, {"out_of_order", category.out_of_order()},
          {"error_median_s", error(0.5)},    {"error_95_s", error(0.95)},
          {"error_max_s", error(1.0)},       {"by", category.subject},
          {"subjects", std::move(subjects)}};
}

Json calls_as_json(const Fidelity& fidelity, const history::Topology& topology) {
  Json calls = Json::array();
  for (const auto& count : fidelity.kms_calls) {
    calls.push_back({{"server", topology.at(count.server).name},
                     {"call", count.call},
                     {"recorded", count.recorded},
                     {"predicted", count.predicted},
                     {"judged", count.is_judged},
                     {"holds", count.holds()}});
  }
  return calls;
}

Json deafness_as_json(const Fidelity& fidelity, const history::Topology& topology) {
  const auto interval = [](const std::optional<analysis::DeafInterval>& each) -> Json {
    if (!each) return nullptr;
    return {{"from_s", moment(each->from)}, {"until_s", moment(each->until)}};
  };
  Json intervals = Json::array();
  for (const auto& match : fidelity.deafness) {
    intervals.push_back({{"cluster", topology.at(match.cluster).name},
                         {"recorded", interval(match.recorded)},
                         {"predicted", interval(match.predicted)},
                         {"agrees", match.agrees}});
  }
  return intervals;
}

Json chain_as_json(const history::History& history, const std::vector<history::EventId>& causes) {
  Json chain = Json::array();
  for (const history::EventId id : causes) {
    chain.push_back(analysis::event_text(history.topology, history.events.at(number(id) - 1)));
  }
  return chain;
}

Json spread_as_json(const Replayed& replayed) {
  Json transitions = Json::array();
  for (const auto& each : replayed.spread) {
    transitions.push_back({{"category", each.category},
                           {"subject", each.subject},
                           {"what", each.what},
                           {"recorded_at_s", moment(each.recorded)},
                           {"low_s", moment(each.low)},
                           {"high_s", moment(each.high)},
                           {"within", each.is_within()},
                           {"luck", each.luck}});
  }
  return {{"seeds", replayed.seeds},
          {"share_within", analysis::share_within(replayed.spread)},
          {"differing",
           {{"recorded", replayed.differences->recorded()},
            {"drawn_mean", replayed.differences->mean()},
            {"drawn_low", replayed.differences->lowest()},
            {"drawn_high", replayed.differences->highest()}}},
          {"transitions", std::move(transitions)}};
}

}  // namespace

Json replay_as_json(const Replayed& replayed) {
  Json json{{"recording", replayed.recording.inputs.plan.name},
            {"holds", replayed.holds()},
            {"seed", replayed.predicted.seed}};
  if (replayed.draws > 0) json["most_typical_of"] = replayed.draws;
  if (!replayed.fidelity) return json;
  const Fidelity& fidelity = *replayed.fidelity;
  const history::Topology& topology = replayed.recorded.topology;
  json["agrees"] = fidelity.holds();
  json["categories"] = Json::array();
  for (const auto& each : fidelity.categories) json["categories"].push_back(category_as_json(each));
  json["kms_calls"] = calls_as_json(fidelity, topology);
  json["deafness"] = deafness_as_json(fidelity, topology);
  const analysis::VerdictCount verdicts = fidelity.verdict_count();
  json["verdicts"] = {{"judged", verdicts.judged},
                      {"agreed", verdicts.agreed},
                      {"near_transitions", verdicts.near_transitions},
                      {"near_agreed", verdicts.near_agreed},
                      {"holds", verdicts.holds()}};
  if (const auto& first = fidelity.first_difference) {
    json["first_difference"] = {
        {"category", first->category},
        {"subject", first->subject},
        {"what", first->what},
        {"at_s", moment(first->at)},
        {"recorded", chain_as_json(replayed.recorded, first->recorded_causes)},
        {"predicted", chain_as_json(replayed.predicted, first->predicted_causes)}};
  }
  if (replayed.seeds > 0) json["spread"] = spread_as_json(replayed);
  return json;
}

}  // namespace spindrift::cli
