#include "analysis/exposure.hpp"

#include <algorithm>
#include <numeric>

namespace spindrift::analysis {

using history::ClusterId;
using history::Duration;
using history::Key;
using history::ServerId;
using history::Time;

Exposure::Exposure(TrafficProfile traffic)
    : traffic_{traffic},
      signing_{[this](const SigningKeys::Change& change) { signing_changed(change); }},
      verifiers_{{.keys_changed = [this](std::size_t verifier, std::span<const Key> keys,
                                         bool has) { keys_changed(verifier, keys, has); },
                  .set_changes = [this](std::size_t verifier) { judge_all(verifier, false); },
                  .set_changed = [this](std::size_t verifier) { judge_all(verifier, true); }}} {}

void Exposure::begin(const history::Topology& topology) {
  topology_ = topology;
  domains_ = TrustDomains{topology};
  signing_.begin(topology);
  verifiers_.begin(topology);
  signing_servers_.assign(topology.clusters.size(), 0);
  silences_.assign(topology.clusters.size(), {});
  failing_.assign(topology.clusters.size(), {});
  outages_.assign(verifiers_.all().size(), {});
  totals_.assign(verifiers_.all().size(), {});
}

void Exposure::advance(Time now) {
  signing_.advance(now);
  now_ = now;
}

// ---------------------------------------------------------------- what changes

void Exposure::signing_changed(const SigningKeys::Change& change) {
  now_ = change.at;  // the end of a key's life lies between two events
  const ClusterId signer = topology_.at(change.server).cluster;
  settle_cluster(signer);
  Silence& silence = silences_[index(signer)];
  if (change.signs && signing_servers_[index(signer)]++ == 0 && silence.since) {
    silence.total += now_ - *silence.since;
    silence.since.reset();
  }
  for (const std::size_t verifier : verifiers_.refusing(change.key)) {
    if (concerns(change.server, verifier)) change_failing(signer, verifier, change.signs);
  }
  if (!change.signs && --signing_servers_[index(signer)] == 0) silence.since = now_;
}

void Exposure::keys_changed(std::size_t verifier, std::span<const Key> keys, bool has) {
  for (const Key& key : keys) {
    for (const ServerId server : signing_.signers_of(key)) {
      if (concerns(server, verifier)) change_failing(topology_.at(server).cluster, verifier, !has);
    }
  }
}

/// Takes back, or gives again, the verdicts on all keys that sign.
void Exposure::judge_all(std::size_t verifier, bool failing) {
  for (std::size_t place = 0; place < topology_.servers.size(); ++place) {
    const ServerId server{static_cast<std::uint32_t>(place)};
    const Key key = signing_.signing(server);
    if (!key.exists() || !concerns(server, verifier)) continue;
    if (verifiers_.accepts(verifier, key)) continue;
    change_failing(topology_.at(server).cluster, verifier, failing);
  }
}

bool Exposure::concerns(ServerId server, std::size_t verifier) const {
  if (!verifiers_.is_asked(verifier)) return false;
  const ClusterId cluster = verifiers_.all()[verifier].cluster;
  return cluster == ClusterId::none || domains_.share_keys(topology_.at(server).cluster, cluster);
}

void Exposure::change_failing(ClusterId signer, std::size_t verifier, bool more) {
  auto& of_signer = failing_[index(signer)];
  Failing& failing = of_signer[verifier];
  settle(signer, verifier, failing);
  Outage& outage = outages_[verifier];
  if (more) {
    if (failing.servers++ == 0 && outage.failing_clusters++ == 0) outage.since = now_;
    return;
  }
  if (--failing.servers > 0) return;
  of_signer.erase(verifier);
  if (--outage.failing_clusters == 0) {
    outage.longest = std::max(outage.longest, now_ - outage.since);
  }
}

// ---------------------------------------------------------------- what it comes to

void Exposure::settle(ClusterId signer, std::size_t verifier, Failing& failing) {
  if (failing.servers > 0 && failing.settled_until < now_) {
    add_to(totals_[verifier], signer, verifier, failing);
  }
  failing.settled_until = now_;
}

void Exposure::settle_cluster(ClusterId signer) {
  for (auto& [verifier, failing] : failing_[index(signer)]) settle(signer, verifier, failing);
}

void Exposure::add_to(BySigner& totals, ClusterId signer, std::size_t verifier,
                      const Failing& failing) const {
  const auto [place, is_new] = totals.try_emplace(signer);
  ExposurePair& pair = place->second;
  if (is_new) {
    pair.signer = signer;
    pair.verifier = verifier;
    pair.from = failing.settled_until;
  }
  const double share =
      static_cast<double>(failing.servers) / static_cast<double>(signing_servers_[index(signer)]);
  pair.failed += share * traffic_.expected(failing.settled_until, now_);
  pair.failed_token_seconds += share * kernel::in_seconds(now_ - failing.settled_until);
  pair.failing += now_ - failing.settled_until;
  pair.until = now_;
}

/// What is settled and what fails now.
Exposure::BySigner Exposure::totals_at(std::size_t verifier) const {
  BySigner totals = totals_[verifier];
  if (outages_[verifier].failing_clusters == 0) return totals;
  for (std::size_t place = 0; place < failing_.size(); ++place) {
    const auto failing = failing_[place].find(verifier);
    if (failing == failing_[place].end() || failing->second.settled_until >= now_) continue;
    add_to(totals, ClusterId{static_cast<std::uint32_t>(place)}, verifier, failing->second);
  }
  return totals;
}

std::vector<ExposurePair> Exposure::pairs_at(const std::vector<std::size_t>& verifiers) const {
  std::vector<ExposurePair> pairs;
  for (const std::size_t verifier : verifiers) {
    for (const auto& [signer, pair] : totals_at(verifier)) pairs.push_back(pair);
  }
  std::ranges::sort(pairs, {}, [](const ExposurePair& pair) {
    return std::pair{pair.signer, pair.verifier};
  });
  return pairs;
}

std::vector<ExposurePair> Exposure::pairs() const {
  std::vector<std::size_t> all(totals_.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return pairs_at(all);
}

namespace {

double failed_of(const std::vector<ExposurePair>& pairs) {
  double sum = 0;
  for (const ExposurePair& pair : pairs) sum += pair.failed;
  return sum;
}

}  // namespace

double Exposure::failed() const { return failed_of(pairs()); }

double Exposure::failed_in(ClusterId cluster) const {
  std::vector<std::size_t> own;
  for (std::size_t place = 0; place < totals_.size(); ++place) {
    if (verifiers_.all()[place].cluster == cluster) own.push_back(place);
  }
  return failed_of(pairs_at(own));
}

Duration Exposure::signing_gap(ClusterId cluster) const {
  const Silence& silence = silences_.at(index(cluster));
  return silence.total + (silence.since ? now_ - *silence.since : Duration{});
}

Duration Exposure::longest_outage(std::size_t verifier) const {
  const Outage& outage = outages_.at(verifier);
  return outage.failing_clusters == 0 ? outage.longest
                                      : std::max(outage.longest, now_ - outage.since);
}

}  // namespace spindrift::analysis
