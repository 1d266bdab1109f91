#include <array>
#include <cmath>
#include <map>
#include <set>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "analysis/exposure.hpp"
#include "tests/analysis/choices.hpp"
#include "tests/analysis/story.hpp"

namespace spindrift::analysis {
namespace {

struct ServerFacts {
  std::string active;
  Duration not_after{};
  bool listens = false;

  [[nodiscard]] bool signs(Duration now) const {
    return listens && !active.empty() && now < not_after;
  }
};

/// Rule R19 followed literally: each second, each signing server's share of the tokens fails at
/// each cluster that does not list its key.
struct ExposureBySecond {
  std::map<std::string, ServerFacts> servers{{"root/1", {}}, {"root/2", {}}, {"A/1", {}}};
  std::map<std::string, std::set<std::string>> bundles;
  std::map<std::pair<std::string, std::string>, double> failed;

  void pass_second(Duration now) {
    for (const std::string signer : {"root", "A"}) {
      double signing = 0;
      for (const auto& [name, server] : servers) {
        if (name.starts_with(signer) && server.signs(now)) ++signing;
      }
      for (const auto& [name, server] : servers) {
        if (!name.starts_with(signer) || !server.signs(now)) continue;
        for (const auto& [verifier, keys] : bundles) {
          if (!keys.contains(server.active)) failed[{signer, verifier}] += 1 / signing;
        }
      }
    }
  }
};

void happen(Story& story, ExposureBySecond& reference, Choices& choices, Duration now) {
  constexpr std::array names{"root/1", "root/2", "A/1"};
  const std::string server = names.at(static_cast<std::size_t>(choices.below(3)));
  ServerFacts& facts = reference.servers[server];
  const std::string key = server + '#' + std::to_string(1 + choices.below(3));
  switch (choices.below(5)) {
    case 0:
      story.at(now, story.listens(server));
      facts.listens = true;
      break;
    case 1:
      story.at(now, story.ends(server));
      facts = {};
      break;
    case 2: {
      const Duration not_after = now + (1 + choices.below(39)) * 1s;
      story.at(now, story.activates(key, not_after));
      facts.active = key;
      facts.not_after = not_after;
      break;
    }
    default: {
      const std::string cluster = choices.below(2) == 0 ? "root" : "A";
      auto& bundle = reference.bundles[cluster];
      if (bundle.contains(key)) {
        story.at(now, story.drops(cluster, key));
        bundle.erase(key);
      } else {
        story.at(now, story.lists(cluster, key));
        bundle.insert(key);
      }
    }
  }
}

}  // namespace

TEST_CASE("R19: expected failures are what the rule says second by second") {
  rc::prop("on any sequence of events", [] {
    Story story;
    story.cluster("root", 2).cluster("A", 1, "root");
    ExposureBySecond reference;
    Choices choices{500};
    const Duration until = 120s;
    for (Duration now{}; now < until; now += 1s) {
      while (choices.below(3) == 0) happen(story, reference, choices, now);
      reference.pass_second(now);
    }
    Exposure exposure;
    story.tell(until, exposure);
    std::map<std::pair<std::string, std::string>, double> failed;
    std::map<history::ClusterId, double> failed_in;
    const history::History history = story.history(until);
    for (const ExposurePair& pair : exposure.pairs()) {
      failed_in[exposure.verifiers()[pair.verifier].cluster] += pair.failed;
      failed[{history.topology.at(pair.signer).name, exposure.verifiers()[pair.verifier].name}] =
          pair.failed;
    }
    for (const std::string cluster : {"root", "A"}) {
      RC_ASSERT(exposure.failed_in(story.in(cluster)) == failed_in[story.in(cluster)]);
    }
    RC_ASSERT(failed.size() == reference.failed.size());
    for (const auto& [pair, expected] : reference.failed) {
      RC_ASSERT(std::abs(failed[pair] - expected) < 1e-6);
    }
  });
}

}  // namespace spindrift::analysis
