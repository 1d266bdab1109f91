#pragma once

#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "analysis/signing_keys.hpp"
#include "analysis/verifiers.hpp"
#include "sim/history/watcher.hpp"

namespace spindrift::analysis {

/// Tokens that a server signs with a key and that a verifier refuses, for a time.
struct FailingTokens {
  history::Key key;
  std::size_t verifier = 0;  ///< place in `FailingTokensLog::verifiers`
  history::Time from{};
  std::optional<history::Time> until;  ///< empty: they still failed when the history ended
};

/// Writes down which tokens failed where from when until when (R19). Unlike `Exposure` it tells
/// keys apart and keeps every interval: for explanations.
class FailingTokensLog final : public history::Watching<FailingTokensLog> {
 public:
  /// Intervals shorter than `noticeable` are forgotten.
  explicit FailingTokensLog(history::Duration noticeable = std::chrono::minutes{1});
  FailingTokensLog(const FailingTokensLog&) = delete;
  FailingTokensLog& operator=(const FailingTokensLog&) = delete;
  FailingTokensLog(FailingTokensLog&&) = delete;
  FailingTokensLog& operator=(FailingTokensLog&&) = delete;
  ~FailingTokensLog() override = default;

  void begin(const history::Topology& topology) override;
  template <class What>
  requires history::LooksAt<SigningKeys, What> || history::LooksAt<Verifiers, What>
  void see(const What& what, const history::Event& event) {
    show(signing_, what, event);
    show(verifiers_, what, event);
  }

  /// Lets time pass without an event.
  void advance(history::Time now);

  [[nodiscard]] const std::vector<Verifier>& verifiers() const { return verifiers_.all(); }

  /// All intervals by key, verifier and time.
  [[nodiscard]] std::vector<FailingTokens> intervals() const;

 private:
  using Place = std::pair<history::Key, std::size_t>;

  void judge(const history::Key& key, std::size_t verifier, bool fails);
  void judge_all(std::size_t verifier);

  history::Duration noticeable_;
  history::Topology topology_;
  TrustDomains domains_;
  SigningKeys signing_;
  Verifiers verifiers_;
  std::map<Place, history::Time> open_;
  std::vector<FailingTokens> past_;
  history::Time now_{};
};

}  // namespace spindrift::analysis
