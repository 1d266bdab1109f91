#include "analysis/statistics/comparison/ranking.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "analysis/statistics/comparison/indistinguishable_groups.hpp"
#include "tests/statistics/counter_random.hpp"
#include "tests/statistics/generators.hpp"

namespace spindrift::statistics {

namespace {

using Series = std::vector<std::vector<double>>;
using Groups = std::vector<std::vector<std::size_t>>;

/// Alternatives of the given means under the same luck, each with a little luck of its own.
Series under_common_luck(const std::vector<double>& means, double own_luck, CounterRandom& random,
                         std::size_t replications = 30) {
  Series series(means.size());
  for (std::size_t replication = 0; replication < replications; ++replication) {
    const double luck = 5.0 * random.normal();
    for (std::size_t one = 0; one < means.size(); ++one) {
      series[one].push_back(means[one] + luck + own_luck * random.normal());
    }
  }
  return series;
}

rc::Gen<Series> any_series() {
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(2, 12), [](std::size_t replications) {
    // Few different values, so that ties and close calls are common.
    auto one = rc::gen::container<std::vector<double>>(
        replications, rc::gen::map(rc::gen::inRange(0, 5), [](int x) { return double(x); }));
    return rc::gen::nonEmpty(rc::gen::resize(7, rc::gen::container<Series>(one)));
  });
}

}  // namespace

TEST_CASE("alternatives that clearly differ are ranked, best first") {
  CounterRandom random(1);
  const Series series = under_common_luck({30.0, 10.0, 20.0}, 0.5, random);
  const Ranking ranking(series);
  const auto& standings = ranking.standings();
  CHECK(standings[0].alternative == 1);
  CHECK(standings[1].alternative == 2);
  CHECK(standings[2].alternative == 0);
  for (std::size_t place = 0; place < 3; ++place) {
    CHECK(standings[place].best_rank == place + 1);
    CHECK(standings[place].worst_rank == place + 1);
  }
  CHECK(ranking.groups() == Groups{{1}, {2}, {0}});

  const Ranking reversed(series, {.direction = Direction::maximise});
  CHECK(reversed.standings().front().alternative == 0);
  CHECK(reversed.is_claimed_better(0, 1));
}

TEST_CASE("common luck separates what independent luck could not") {
  CounterRandom random(2);
  // The luck (deviation 5) is ten times the difference; their own luck is a fifth of it.
  const Series series = under_common_luck({10.0, 10.5}, 0.1, random);
  const Ranking ranking(series);
  CHECK(ranking.pairs()[0].relation == Relation::first_better);
  CHECK(ranking.pairs()[0].variance_reduction_factor > 100.0);
  CHECK(ranking.standings()[0].mean.contains(ranking.standings()[1].mean.estimate));
}

TEST_CASE("alternatives too close to tell share a group and the ranks in question") {
  CounterRandom random(3);
  const Ranking ranking(under_common_luck({10.0, 10.01, 90.0}, 2.0, random));
  CHECK(ranking.pairs()[0].relation == Relation::cannot_tell_apart);
  REQUIRE(ranking.groups().size() == 2);
  CHECK(ranking.groups()[0].size() == 2);
  CHECK(ranking.groups()[1] == std::vector<std::size_t>{2});
  CHECK(ranking.standings()[0].best_rank == 1);
  CHECK(ranking.standings()[0].worst_rank == 2);
  CHECK(ranking.standings()[1].best_rank == 1);
}

TEST_CASE("a middle one that resembles both ends stands in two groups") {
  // The ends differ clearly; the middle is too noisy to be told from either.
  Series series(3);
  CounterRandom random(4);
  for (int replication = 0; replication < 30; ++replication) {
    series[0].push_back(10.0 + 0.1 * random.normal());
    series[1].push_back(11.0 + (replication % 2 == 0 ? 20.0 : -20.0));
    series[2].push_back(12.0 + 0.1 * random.normal());
  }
  const Ranking ranking(series);
  CHECK(ranking.is_claimed_better(0, 2));
  CHECK_FALSE(ranking.is_claimed_better(0, 1));
  CHECK_FALSE(ranking.is_claimed_better(1, 2));
  CHECK(ranking.groups().size() == 2);
}

TEST_CASE("claims of pairs are transitive by themselves") {
  rc::prop("so that what is claimed is what the pairs show", [] {
    const auto replications = *rc::gen::inRange<std::size_t>(2, 12);
    const auto series = *rc::gen::container<Series>(6, series_of(replications));
    const Ranking ranking(series, {.level = 0.2});
    for (const PairComparison& pair : ranking.pairs()) {
      RC_ASSERT(ranking.is_claimed_better(pair.first, pair.second) ==
                (pair.relation == Relation::first_better));
      RC_ASSERT(ranking.is_claimed_better(pair.second, pair.first) ==
                (pair.relation == Relation::second_better));
    }
  });
}

TEST_CASE("alternatives equal in every replication are a tie and not a doubt") {
  const Series series{{1.0, 2.0, 3.0}, {1.0, 2.0, 3.0}, {1.0, 2.0, 4.0}};
  const Ranking ranking(series);
  CHECK(ranking.pairs()[0].relation == Relation::same_in_every_replication);
  CHECK(ranking.pairs()[1].relation == Relation::cannot_tell_apart);
  CHECK(ranking.groups() == Groups{{0, 1, 2}});
}

TEST_CASE("a metric that luck does not touch is ranked without doubt") {
  const Ranking ranking(Series{{42.0, 42.0}, {41.0, 41.0}});
  CHECK(ranking.pairs()[0].relation == Relation::second_better);
  CHECK(ranking.pairs()[0].difference.width() == 0.0);
}

TEST_CASE("claims are a strict partial order that agrees with the means, and groups show them") {
  rc::prop("for any series and correction", [] {
    const Series series = *any_series();
    const Correction correction = *rc::gen::element(Correction::bonferroni, Correction::holm);
    const Ranking ranking(series, {.level = 0.5, .correction = correction});
    const std::size_t count = series.size();
    for (std::size_t a = 0; a < count; ++a) {
      RC_ASSERT(!ranking.is_claimed_better(a, a));
      for (std::size_t b = 0; b < count; ++b) {
        const bool better = ranking.is_claimed_better(a, b);
        RC_ASSERT(!better || moments_of(series[a]).mean() < moments_of(series[b]).mean());
        for (std::size_t c = 0; c < count; ++c) {
          RC_ASSERT(!(better && ranking.is_claimed_better(b, c)) ||
                    ranking.is_claimed_better(a, c));
        }
        const bool together = std::ranges::any_of(ranking.groups(), [&](const auto& group) {
          return std::ranges::count(group, a) == 1 && std::ranges::count(group, b) == 1;
        });
        RC_ASSERT(together == (!better && !ranking.is_claimed_better(b, a)));
      }
    }
    for (const Standing& standing : ranking.standings()) {
      RC_ASSERT(1 <= standing.best_rank && standing.best_rank <= standing.worst_rank);
      RC_ASSERT(standing.worst_rank <= count);
    }
  });
}

TEST_CASE("Holm claims whatever Bonferroni claims") {
  rc::prop("for any series", [] {
    const Series series = *any_series();
    const Ranking bonferroni(series, {.level = 0.8});
    const Ranking holm(series, {.level = 0.8, .correction = Correction::holm});
    for (std::size_t a = 0; a < series.size(); ++a) {
      for (std::size_t b = 0; b < series.size(); ++b) {
        RC_ASSERT(!bonferroni.is_claimed_better(a, b) || holm.is_claimed_better(a, b));
      }
    }
  });
}

TEST_CASE("a ranking is wrong anywhere in at most one of twenty experiments") {
  const std::vector means{0.0, 0.0, 0.3, 0.5, 1.0, 1.0};
  int wrong = 0;
  for (std::uint64_t experiment = 0; experiment < 1000; ++experiment) {
    CounterRandom random(experiment);
    const Ranking ranking(under_common_luck(means, 1.0, random, 25));
    bool all_true = true;
    for (std::size_t a = 0; a < means.size(); ++a) {
      for (std::size_t b = 0; b < means.size(); ++b) {
        all_true = all_true && (!ranking.is_claimed_better(a, b) || means[a] < means[b]);
      }
    }
    wrong += all_true ? 0 : 1;
  }
  CHECK(wrong <= 50);
}

TEST_CASE("series that cannot be ranked are refused") {
  CHECK_THROWS_AS(Ranking(Series{}), std::invalid_argument);
  CHECK_THROWS_AS(Ranking(Series{{1.0}, {2.0}}), std::invalid_argument);
  CHECK_THROWS_AS(Ranking(Series{{1.0, 2.0}, {2.0}}), std::invalid_argument);
  CHECK(Ranking(Series{{1.0, 2.0}}).groups() == Groups{{0}});
}

TEST_CASE("the largest groups are those found by trying every set") {
  rc::prop("in any likeness", [] {
    const auto count = *rc::gen::inRange<std::size_t>(0, 8);
    const auto links = *rc::gen::container<std::vector<bool>>(64, rc::gen::arbitrary<bool>());
    const auto alike = [&](std::size_t a, std::size_t b) {
      return links[std::min(a, b) * 8 + std::max(a, b)];
    };
    const auto is_group = [&](unsigned set) {
      for (std::size_t a = 0; a < count; ++a) {
        for (std::size_t b = a + 1; b < count; ++b) {
          if ((set >> a & 1U) != 0 && (set >> b & 1U) != 0 && !alike(a, b)) {
            return false;
          }
        }
      }
      return true;
    };
    Groups expected;
    for (unsigned set = 1; set < 1U << count; ++set) {
      bool largest = is_group(set);
      for (std::size_t other = 0; other < count; ++other) {
        largest = largest && ((set >> other & 1U) != 0 || !is_group(set | 1U << other));
      }
      if (largest) {
        auto& group = expected.emplace_back();
        for (std::size_t member = 0; member < count; ++member) {
          if ((set >> member & 1U) != 0) {
            group.push_back(member);
          }
        }
      }
    }
    std::ranges::sort(expected);
    RC_ASSERT(indistinguishable_groups(count, alike) == expected);
  });
}

}  // namespace spindrift::statistics
