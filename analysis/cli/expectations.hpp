#pragma once

#include <string>
#include <vector>

#include "analysis/observation.hpp"
#include "sim/scenario/expectation.hpp"

namespace spindrift::cli {

/// Whether an expectation holds, and what was found.
struct Verdict {
  bool holds = true;
  std::string claim;               ///< the expectation in words
  std::vector<std::string> found;  ///< what contradicts it, a line each; empty when it holds
};

/// What contradicts it, in lines that begin with `indent`; of a large fleet the first ten.
[[nodiscard]] std::string found_text(const Verdict& verdict, const std::string& indent);

/// Judges expectations while a run goes on: each at its moment, those without one at the end.
class ExpectationJudge final : public history::EventSink {
 public:
  /// Both must outlive this. `observed` must be shown each event *after* this has been.
  ExpectationJudge(const std::vector<scenario::Expectation>& expectations,
                   analysis::Observation& observed);

  void begin(const history::Topology& topology) override;
  void on_event(const history::Event& event) override;

  /// Judges what is left; call when the run is over. In the order of the expectations.
  std::vector<Verdict> verdicts();

 private:
  void judge_before(history::Time now);

  const std::vector<scenario::Expectation>& expectations_;
  analysis::Observation& observed_;
  std::vector<std::size_t> by_moment_;  ///< places of those with a moment, in order of it
  std::size_t judged_ = 0;              ///< of these
  std::vector<Verdict> verdicts_;
};

/// Judges one expectation on what was observed up to now.
[[nodiscard]] Verdict judge(const scenario::Expectation& expectation,
                            const analysis::Observation& observed);

}  // namespace spindrift::cli
