#include "analysis/failing_tokens.hpp"

#include <algorithm>

namespace spindrift::analysis {

using history::Key;
using history::ServerId;
using history::Time;

FailingTokensLog::FailingTokensLog(history::Duration noticeable)
    : noticeable_{noticeable},
      signing_{[this](const SigningKeys::Change& change) {
        now_ = change.at;
        for (std::size_t verifier = 0; verifier < verifiers().size(); ++verifier) {
          judge(change.key, verifier, !signing_.signers_of(change.key).empty());
        }
      }},
      verifiers_{{.keys_changed =
                      [this](std::size_t verifier, std::span<const Key> keys, bool has) {
                        for (const Key& key : keys) {
                          if (!signing_.signers_of(key).empty()) judge(key, verifier, !has);
                        }
                      },
                  .set_changes = [](std::size_t) {},
                  .set_changed = [this](std::size_t verifier) { judge_all(verifier); }}} {}

void FailingTokensLog::begin(const history::Topology& topology) {
  topology_ = topology;
  domains_ = TrustDomains{topology};
  signing_.begin(topology);
  verifiers_.begin(topology);
  open_.clear();
  past_.clear();
}

void FailingTokensLog::advance(history::Time now) {
  signing_.advance(now);
  now_ = now;
}

void FailingTokensLog::judge(const Key& key, std::size_t verifier, bool fails) {
  const history::ClusterId cluster = verifiers_.all()[verifier].cluster;
  const bool concerned = verifiers_.is_asked(verifier) &&
                         (cluster == history::ClusterId::none ||
                          domains_.share_keys(topology_.at(key.maker).cluster, cluster));
  const Place place{key, verifier};
  if (fails && concerned && !verifiers_.accepts(verifier, key)) {
    open_.try_emplace(place, now_);
    return;
  }
  const auto open = open_.find(place);
  if (open == open_.end()) return;
  if (now_ - open->second >= noticeable_) past_.push_back({key, verifier, open->second, now_});
  open_.erase(open);
}

void FailingTokensLog::judge_all(std::size_t verifier) {
  for (std::size_t place = 0; place < topology_.servers.size(); ++place) {
    const Key key = signing_.signing(ServerId{static_cast<std::uint32_t>(place)});
    if (key.exists()) judge(key, verifier, true);
  }
}

std::vector<FailingTokens> FailingTokensLog::intervals() const {
  std::vector<FailingTokens> all = past_;
  for (const auto& [place, since] : open_) {
    if (now_ - since >= noticeable_) all.push_back({place.first, place.second, since, {}});
  }
  std::ranges::sort(all, {}, [](const FailingTokens& each) {
    return std::tuple{each.key, each.verifier, each.from};
  });
  return all;
}

}  // namespace spindrift::analysis
