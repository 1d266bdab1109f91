#include "sim/model/key_list.hpp"

#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/kernel/random.hpp"
#include "sim/model/followed_keys.hpp"
#include "sim/model/key_changes.hpp"

namespace spindrift::model {

using history::ServerId;

namespace {

/// A list and, beside it, what it should hold.
struct Pair {
  KeyList list;
  std::vector<BundleRecord> plain;
};

/// Lists of many versions, changed at random. In every other story no key is ever tainted.
class Story {
 public:
  explicit Story(std::uint64_t seed) : random_{seed, "key list"}, taints_{seed % 2 == 0} {
    versions_.push_back({KeyList{numbers_}, {}});
  }

  /// One change more, mostly of the newest version.
  void go_on() {
    const bool branches = random_.below(20) == 0;
    Pair next = branches ? any() : versions_.back();
    const std::uint64_t choice = random_.below(10);
    if (choice < 6 || next.plain.empty()) {
      append(next);
    } else if (choice < 9 || !taints_) {
      remove(next);
    } else {
      taint(next);
    }
    versions_.push_back(std::move(next));
    if (versions_.size() > 40) versions_.erase(versions_.begin() + below(39));
  }

  const Pair& newest() { return versions_.back(); }
  const std::shared_ptr<KeyNumbers>& numbers() { return numbers_; }
  const Pair& any() { return versions_[static_cast<std::size_t>(below(versions_.size()))]; }

 private:
  std::ptrdiff_t below(std::uint64_t limit) {
    return static_cast<std::ptrdiff_t>(random_.below(limit));
  }

  void append(Pair& next) {
    for (std::uint64_t more = random_.below(4) + 1; more > 0; --more) {
      // Some come back, in a row with new ones.
      const auto number =
          random_.below(4) == 0 ? static_cast<std::uint32_t>(random_.below(made_ + 1)) : ++made_;
      const BundleRecord record{Key{ServerId{number % 7}, KeyType::jwt, number},
                                Time{std::chrono::hours{number}}, false};
      if (std::ranges::find(next.plain, record) != next.plain.end()) continue;
      next.list.append(record);
      next.plain.push_back(record);
    }
  }

  void remove(Pair& next) {
    std::vector<KeyList::Number> gone;
    for (std::uint64_t more = random_.below(4) + 1; more > 0 && !next.plain.empty(); --more) {
      const auto place = next.plain.begin() + below(next.plain.size());
      gone.push_back(numbers_->number_of(*place));
      next.plain.erase(place);
    }
    next.list.remove(gone);
  }

  void taint(Pair& next) {
    BundleRecord& record = next.plain[static_cast<std::size_t>(below(next.plain.size()))];
    BundleRecord tainted = record;
    tainted.tainted = true;
    if (std::ranges::find(next.plain, tainted) != next.plain.end()) return;
    next.list.replace(numbers_->number_of(record), numbers_->number_of(tainted));
    record = tainted;
  }

  kernel::RandomStream random_;
  bool taints_;
  std::shared_ptr<KeyNumbers> numbers_ = std::make_shared<KeyNumbers>();
  std::vector<Pair> versions_;
  std::uint32_t made_ = 0;
};

std::vector<BundleRecord> sorted(std::vector<BundleRecord> records) {
  std::ranges::sort(records, {}, [](const BundleRecord& record) {
    return std::pair{record.key, record.tainted};
  });
  return records;
}

/// The keys that `after` has and `before` lacks, each once, in order.
std::vector<Key> new_keys(const std::vector<BundleRecord>& before,
                          const std::vector<BundleRecord>& after) {
  std::vector<Key> keys;
  for (const BundleRecord& record : after) {
    if (std::ranges::find(before, record.key, &BundleRecord::key) != before.end()) continue;
    if (std::ranges::find(keys, record.key) == keys.end()) keys.push_back(record.key);
  }
  return keys;
}

std::vector<BundleRecord> records_of(const std::vector<KeyList::Number>& numbers,
                                     const KeyList& list) {
  std::vector<BundleRecord> records;
  for (const auto number : numbers) records.push_back(list.numbers().record(number));
  return records;
}

BundleVersion version_of(const Pair& pair, std::uint64_t sequence) {
  Bundle bundle;
  bundle.sequence = sequence;
  bundle.jwt_keys = pair.list;
  return BundleVersion::make(std::move(bundle));
}

}  // namespace

TEST_CASE("a list of keys in any version holds what a plain row of records would") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Story story{seed};
    for (int step = 0; step < 150; ++step) {
      story.go_on();
      const Pair one = story.any();
      CHECK(one.list.records() == one.plain);
      CHECK(one.list.size() == one.plain.size());
      for (const BundleRecord& record : story.any().plain) {
        const bool is_there = std::ranges::find(one.plain, record) != one.plain.end();
        CHECK(one.list.has(record) == is_there);
      }
      for (const BundleRecord& record : one.plain) {
        CHECK(one.list.has(record.key));
        CHECK(one.list.earliest_end() <= record.not_after);
        std::vector<BundleRecord> expected = one.plain;
        std::erase_if(expected, [&](const auto& e) { return e.not_after > record.not_after; });
        CHECK(records_of(one.list.ended_by(record.not_after), one.list) == expected);
      }
    }
  }
}

TEST_CASE("a list of keys in any version tells what it has of another, and what it lacks") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Story story{seed};
    for (int step = 0; step < 150; ++step) {
      story.go_on();
      const Pair one = story.any();
      const Pair other = story.any();
      std::vector<BundleRecord> lacking = other.plain;
      std::erase_if(lacking, [&](const BundleRecord& record) { return one.list.has(record); });
      const std::vector<KeyList::Entry> theirs = other.list.entries();
      CHECK(records_of(one.list.lacking(theirs), one.list) == lacking);
      std::vector<KeyList::Number> numbers;
      for (const KeyList::Entry& entry : theirs) numbers.push_back(entry.number);
      const std::vector<KeyList::Entry> found = one.list.entries_of(numbers);
      CHECK(found.size() + lacking.size() == theirs.size());
      for (const KeyList::Entry& entry : found) {
        CHECK(one.list.place_of(entry.number) == entry.place);
      }
    }
  }
}

TEST_CASE("versions of a list compare as plain rows of records would") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Story story{seed};
    for (int step = 0; step < 150; ++step) {
      story.go_on();
      const Pair one = story.any();
      const Pair other = story.any();
      CHECK((one.list == other.list) == (one.plain == other.plain));
      const auto change = one.list.change_to(other.list);
      if (!change) continue;
      std::vector<BundleRecord> changed = one.plain;
      for (const KeyList::Entry& entry : change->removed) {
        std::erase(changed, one.list.numbers().record(entry.number));
      }
      for (const KeyList::Entry& entry : change->added) {
        changed.push_back(one.list.numbers().record(entry.number));
      }
      CHECK(sorted(changed) == sorted(other.plain));
    }
  }
}

TEST_CASE("what became of a key set is told as two plain rows of records tell it") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Story story{seed};
    for (int step = 0; step < 150; ++step) {
      story.go_on();
      const Pair one = story.any();
      const Pair other = story.any();
      const bool is_later = one.list.change_to(other.list).has_value();
      const KeyChanges changes =
          changed_jwt_keys(version_of(one, is_later ? 1 : 2), version_of(other, is_later ? 2 : 1));
      CHECK(changes.added == new_keys(one.plain, other.plain));
      CHECK(changes.removed == new_keys(other.plain, one.plain));
    }
  }
}

TEST_CASE("following a list of keys brings what going through all of it would", "[R13]") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Story upstream{seed};
    kernel::RandomStream random{seed, "following"};
    KeyList own{upstream.numbers()};
    FollowedKeys followed;
    for (int step = 0; step < 150; ++step) {
      upstream.go_on();
      // Answers do not come in the order of what they tell.
      const Pair offered = random.below(2) == 0 ? upstream.any() : upstream.newest();
      std::vector<KeyList::Number> missing;
      for (const BundleRecord& record : offered.plain) {
        if (!own.has(record)) missing.push_back(own.numbers().number_of(record));
      }
      REQUIRE(followed.missing(own, offered.list) == missing);
      if (random.below(10) == 0) continue;  // its transaction fails
      own.append(missing);
      followed.took_over(offered.list);
      std::vector<KeyList::Number> lost;
      for (const BundleRecord& record : own.records()) {
        if (random.below(40) == 0) lost.push_back(own.numbers().number_of(record));
      }
      own.remove(lost);
      followed.lost(lost);
    }
  }
}

}  // namespace spindrift::model
