#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "analysis/divergence.hpp"
#include "tests/analysis/choices.hpp"
#include "tests/analysis/story.hpp"

namespace spindrift::analysis {
namespace {

constexpr Duration lifetime = 100s;

/// The definition of a missing key, followed literally and second by second.
class Reference {
 public:
  struct KeyFacts {
    Duration published{};
    Duration not_after{};
    std::map<std::string, int> records;
    std::set<std::string> excused;  ///< gave it up by revocation, or by pruning after its expiry
    bool revoked = false;
  };

  void add(const std::string& cluster, const std::string& key, Duration now, Duration not_after) {
    born.insert(cluster);
    const auto [place, is_new] = keys.try_emplace(key);
    if (is_new) place->second = {now, not_after, {}, {}, false};
    ++place->second.records[cluster];
    place->second.excused.erase(cluster);
  }
  void remove(const std::string& cluster, const std::string& key, Duration now, bool tainted) {
    KeyFacts& facts = keys.at(key);
    if (--facts.records[cluster] == 0) {
      if (tainted || now >= facts.not_after) facts.excused.insert(cluster);
    }
    if (tainted && cluster == "root") facts.revoked = true;
    const bool gone =
        std::ranges::all_of(facts.records, [](auto& each) { return each.second == 0; });
    if (gone) keys.erase(key);
  }
  bool misses(const std::string& cluster, const std::string& key, Duration now) const {
    const KeyFacts& facts = keys.at(key);
    const auto records = facts.records.find(cluster);
    const bool lists = records != facts.records.end() && records->second > 0;
    return born.contains(cluster) && !lists && !facts.revoked && !facts.excused.contains(cluster) &&
           now < facts.not_after;
  }

  std::set<std::string> born;
  std::map<std::string, KeyFacts> keys;
};

struct Told {
  Story story;
  std::map<std::string, Duration> total;              ///< by cluster, second by second
  std::set<std::pair<std::string, std::string>> now;  ///< (cluster, key) missing at the end
};

const std::vector<std::string> clusters{"root", "A", "B"};

/// Adds or drops a record at random.
void happen(Told& told, Reference& reference, Choices& choices, Duration now) {
  const std::string cluster = clusters[static_cast<std::size_t>(choices.below(3))];
  const std::string key = "root/1#" + std::to_string(1 + choices.below(4));
  const auto known = reference.keys.find(key);
  const Duration not_after =
      known == reference.keys.end() ? now + lifetime : known->second.not_after;
  const bool tainted = choices.below(4) == 0;
  const bool can_drop = known != reference.keys.end() && known->second.records[cluster] > 0;
  if (can_drop && choices.below(2) == 0) {
    told.story.at(now, told.story.drops(cluster, key, not_after, tainted));
    reference.remove(cluster, key, now, tainted);
  } else {
    told.story.at(now, told.story.lists(cluster, key, not_after, tainted));
    reference.add(cluster, key, now, not_after);
  }
}

Told random_story(Duration until) {
  Choices choices{400};
  Told told;
  told.story.cluster("root", 1).cluster("A", 1, "root").cluster("B", 1, "root");
  Reference reference;
  for (Duration now{}; now < until; now += 1s) {
    if (choices.below(3) == 0) happen(told, reference, choices, now);
    for (const auto& [key, facts] : reference.keys) {
      for (const std::string& cluster : clusters) {
        if (reference.misses(cluster, key, now)) told.total[cluster] += 1s;
      }
    }
  }
  for (const auto& [key, facts] : reference.keys) {
    for (const std::string& cluster : clusters) {
      if (reference.misses(cluster, key, until)) told.now.emplace(cluster, key);
    }
  }
  return told;
}

/// From the list of all absences, as its definition says.
std::optional<Divergence::Episode> episode_of(history::ClusterId cluster,
                                              const Divergence& divergence) {
  std::vector<MissingKey> all = divergence.past();
  for (const MissingKey& each : divergence.present()) {
    if (history::Time{150s} - each.since >= 60s) all.push_back(each);
  }
  std::optional<Divergence::Episode> whole;
  for (const MissingKey& each : all) {
    if (each.cluster != cluster) continue;
    if (!whole) whole = {each.since, each.until, each.ended_by};
    whole->since = std::min(whole->since, each.since);
    if (!whole->until) continue;
    if (each.until && *each.until <= *whole->until) continue;
    whole->until = each.until;
    whole->ended_by = each.ended_by;
  }
  return whole;
}

bool same(const std::optional<Divergence::Episode>& one,
          const std::optional<Divergence::Episode>& other) {
  if (!one || !other) return one.has_value() == other.has_value();
  return one->since == other->since && one->until == other->until &&
         one->ended_by == other->ended_by;
}

}  // namespace

TEST_CASE("what is missing, and for how long, is what its definition says second by second") {
  rc::prop("on any sequence of changes", [] {
    const Duration until = 150s;
    Told told = random_story(until);
    Divergence divergence;
    told.story.tell(until, divergence);
    std::set<std::pair<std::string, std::string>> present;
    const history::History history = told.story.history(until);
    for (const MissingKey& missing : divergence.present()) {
      present.emplace(history.topology.at(missing.cluster).name,
                      to_string(history.topology, missing.key));
    }
    RC_ASSERT(present == told.now);
    std::vector<MissingKey> by_cluster;  // asked one after the other, it is the same
    for (std::size_t place = 0; place < history.topology.clusters.size(); ++place) {
      const history::ClusterId cluster{static_cast<std::uint32_t>(place)};
      std::ranges::copy(divergence.present(cluster), std::back_inserter(by_cluster));
      RC_ASSERT(same(divergence.episode(cluster), episode_of(cluster, divergence)));
    }
    const auto who_and_what = [](const MissingKey& each) {
      return std::pair{each.cluster, each.key};
    };
    RC_ASSERT(std::ranges::equal(by_cluster, divergence.present(), {}, who_and_what, who_and_what));
    for (const std::string& cluster : clusters) {
      RC_ASSERT(divergence.total(told.story.in(cluster)) == told.total[cluster]);
    }
  });
}

}  // namespace spindrift::analysis
