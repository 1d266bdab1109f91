#include <fmt/format.h>

#include "sim/scenario/deployment_builder.hpp"
#include "sim/scenario/duration_text.hpp"
#include "sim/scenario/words.hpp"

namespace spindrift::scenario {

using history::ClusterId;

namespace {

class ExpectationBuilder {
 public:
  ExpectationBuilder(const Json& root, NameResolver& names, Reading& reading,
                     const model::Deployment& deployment)
      : root_{root}, names_{names}, reading_{reading}, deployment_{deployment} {}

  Expectation build(const ExpectationWritten& written, const std::string& pointer) {
    Expectation claim;
    claim.metric = written.metric;
    claim.why = written.why;
    claim.pointer = pointer;
    claim.position = nearest_at(root_, pointer).position;
    claim.clusters = names_.clusters(written.clusters, child(pointer, "clusters"));
    claim.made_by = names_.clusters(written.made_by, child(pointer, "made_by"));
    if (written.clusters.texts.empty()) claim.clusters = every_cluster();
    claim.same_as = cluster(written.same_as, child(pointer, "same_as"));
    read_bounds(written, claim, pointer);
    read_time(written, claim, pointer);
    return claim;
  }

 private:
  void fail(const std::string& pointer, std::string message) {
    reading_.fail(nearest_at(root_, pointer).position, pointer, std::move(message),
                  ProblemKind::meaning);
  }

  [[nodiscard]] std::vector<ClusterId> every_cluster() const {
    std::vector<ClusterId> all;
    for (std::size_t place = 0; place < deployment_.topology.clusters.size(); ++place) {
      all.push_back(static_cast<ClusterId>(place));
    }
    return all;
  }

  std::optional<ClusterId> cluster(const std::string& name, const std::string& pointer) {
    if (name.empty()) return std::nullopt;
    const ClusterId found = names_.cluster(name, pointer);
    return found == ClusterId::none ? std::nullopt : std::optional{found};
  }

  std::optional<double> bound(const std::optional<Bound>& written, Metric metric,
                              const std::string& pointer) {
    if (!written) return std::nullopt;
    const bool is_time = unit_of(metric) == Unit::time;
    if (is_time != written->time.has_value()) {
      fail(pointer,
           fmt::format("{} is a {}: expected {}", word_for(metric), is_time ? "time" : "number",
                       is_time ? "a duration such as \"11s\"" : "a number such as 0"));
      return std::nullopt;
    }
    if (is_time) return kernel::in_seconds(*written->time);
    return written->number;
  }

  void read_bounds(const ExpectationWritten& written, Expectation& claim,
                   const std::string& pointer) {
    claim.at_least = bound(written.at_least, written.metric, child(pointer, "at_least"));
    claim.at_most = bound(written.at_most, written.metric, child(pointer, "at_most"));
    const auto equals = bound(written.equals, written.metric, child(pointer, "equals"));
    const bool says_how_much = written.at_least || written.at_most || !written.same_as.empty();
    if (written.equals) {
      if (written.at_least || written.at_most) {
        fail(child(pointer, "equals"), "`equals` stands alone, without `at_least` and `at_most`");
      }
      claim.at_least = equals;
      claim.at_most = equals;
    } else if (!says_how_much) {
      fail(pointer, "expected one of equals, at_least, at_most and same_as");
    }
    if (claim.at_least && claim.at_most && *claim.at_least > *claim.at_most) {
      fail(child(pointer, "at_most"), "`at_most` is less than `at_least`: nothing can hold");
    }
  }

  void read_time(const ExpectationWritten& written, Expectation& claim,
                 const std::string& pointer) {
    claim.at = written.at;
    if (!written.at || *written.at <= deployment_.until || reading_.has_problem_in("/until"))
      return;
    fail(child(pointer, "at"),
         fmt::format("the run ends at {}, before this moment", to_text(deployment_.until)));
  }

  const Json& root_;
  NameResolver& names_;
  Reading& reading_;
  const model::Deployment& deployment_;
};

}  // namespace

std::vector<Expectation> build_expectations(const ScenarioWritten& written, const Json& root,
                                            NameResolver& names, Reading& reading,
                                            const model::Deployment& deployment) {
  ExpectationBuilder builder{root, names, reading, deployment};
  std::vector<Expectation> claims;
  std::size_t targets = 0;
  for (std::size_t place = 0; place < written.expect.size(); ++place) {
    const std::string pointer = child("/expect", place);
    if (reading.has_problem_in(pointer)) continue;
    claims.push_back(builder.build(written.expect[place], pointer));
    targets += claims.back().clusters.size() + claims.back().made_by.size();
    if (targets <= targets_max) continue;
    reading.fail(
        nearest_at(root, pointer).position, pointer,
        fmt::format("up to this clause `expect` is about {} clusters; allowed are {}, each "
                    "counted once for each clause",
                    targets, targets_max),
        ProblemKind::meaning);
    break;
  }
  return claims;
}

}  // namespace spindrift::scenario
