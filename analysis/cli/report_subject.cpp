#include "analysis/cli/report_subject.hpp"

#include <fmt/format.h>

#include "analysis/cli/version.hpp"
#include "analysis/time_text.hpp"
#include "sim/history/digest.hpp"

namespace spindrift::cli {
namespace {

std::string program_text() {
  const Version built = version();
  return fmt::format("spindrift {} ({}, {})", built.number, built.commit, built.compiler);
}

bool is_said(const scenario::Setting& setting) {
  return setting.origin != "default" && !setting.origin.starts_with("preset ") &&
         !setting.is_inherited;
}

}  // namespace

report::Subject subject_of(const scenario::Scenario& scenario, const RunResult& result) {
  report::Subject subject;
  subject.name = scenario.name;
  subject.description = scenario.description;
  subject.strategies = scenario.strategies;
  subject.seed = scenario.seed;
  subject.program = program_text();
  subject.digest = result.digest;
  subject.read_at = scenario.read_at;
  for (const scenario::Setting& each : scenario.settings) {
    subject.options.push_back({each.pointer, each.value, each.origin, is_said(each)});
  }
  for (std::size_t place = 0; place < result.verdicts.size(); ++place) {
    const Verdict& verdict = result.verdicts[place];
    subject.claims.push_back(
        {verdict.claim, verdict.holds, verdict.found, scenario.expectations[place].why});
  }
  return subject;
}

report::Subject subject_of(const history::Recording& recording, const std::string& folder) {
  const history::RecordedPlan& plan = recording.inputs.plan;
  report::Subject subject;
  subject.name = plan.name;
  subject.description = fmt::format("Real SPIRE servers, version {}", plan.version);
  subject.is_recording = true;
  subject.program = program_text();
  const std::string origin = folder + "/plan.json";
  const auto add = [&](const std::string& pointer, std::string value) {
    subject.options.push_back({pointer, std::move(value), origin, true});
  };
  add("/spire_version", plan.version);
  add("/ca_ttl", analysis::span_text(plan.ca_ttl));
  add("/key_manager", plan.key_manager);
  add("/until", analysis::span_text(plan.until));
  for (std::size_t place = 0; place < plan.clusters.size(); ++place) {
    const history::RecordedCluster& cluster = plan.clusters[place];
    add(fmt::format("/clusters/{}", place),
        fmt::format("{}: {} servers{}", cluster.name, cluster.servers,
                    cluster.upstream.empty() ? "" : ", upstream " + cluster.upstream));
  }
  for (std::size_t place = 0; place < plan.actions.size(); ++place) {
    const history::RecordedAction& action = plan.actions[place];
    add(fmt::format("/actions/{}", place),
        fmt::format("{} {} {}{}", analysis::span_text(action.at), action.what, action.who,
                    action.version.empty() ? "" : ", from then on " + action.version));
  }
  return subject;
}

report::Subject subject_of(const history::History& history) {
  report::Subject subject;
  subject.name = history.scenario;
  subject.description = "A history that was kept; the scenario behind it is not at hand";
  subject.seed = history.seed;
  subject.program = program_text();
  history::Digest digest;
  history::replay(history, digest);
  subject.digest = digest.hex();
  return subject;
}

}  // namespace spindrift::cli
