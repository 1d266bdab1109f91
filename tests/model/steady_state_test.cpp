#include <catch2/catch.hpp>

#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::BundleChanged;

namespace {

/// Follows the number of JWT keys of a cluster.
struct KeyCount {
  std::size_t peak = 0;
  Time first_above_100 = kernel::never;
};

/// 30 root servers that start within one rotation interval, and once more after an hour, so that no
/// prune tick falls together with a rotation, for as long as a few lives of their
/// keys.
KeyCount thirty_servers(Duration ca_ttl) {
  DeploymentBuilder build;
  build.cluster("A", 30).ca_ttl(ca_ttl).until(3 * ca_ttl + 48h);
  build.deployment().first_starts.gap = 0s;
  build.options("A").machine.process_start = always(20ms);
  build.options("A").machine.until_listening = always(10ms);
  std::vector<ServerId>& all = build.at(1h, ActionKind::restart, {}).deployment().plan[0].servers;
  all = build.deployment().topology.clusters[0].servers;
  const Recorder seen = build.run();
  KeyCount count;
  std::size_t keys = 0;
  for (const auto& change : seen.of_cluster<BundleChanged>("A")) {
    const auto is_jwt = [](const BundleRecord& record) { return record.key.type == KeyType::jwt; };
    const auto of_type = [&](const std::vector<BundleRecord>& records) {
      return static_cast<std::size_t>(std::count_if(records.begin(), records.end(), is_jwt));
    };
    keys += of_type(change.what.added);
    keys -= of_type(change.what.removed);
    count.peak = std::max(count.peak, keys);
    if (keys > 100) count.first_above_100 = std::min(count.first_above_100, change.at);
  }
  return count;
}

}  // namespace

TEST_CASE("a server with ca_ttl 24 h has 4 to 5 keys in the bundle", "[R8][R13]") {
  DeploymentBuilder build;
  const Recorder seen = build.cluster("A", 1).until(10 * 24h).run();
  std::size_t fewest = 100;
  std::size_t most = 0;
  std::size_t with_four = 0;
  for (Time at{60h}; at < Time{10 * 24h}; at += Duration{10min}) {
    const std::size_t keys = seen.bundle("A", at).size();
    fewest = std::min(fewest, keys);
    most = std::max(most, keys);
    with_four += keys == 4 ? 1 : 0;
  }
  CHECK(fewest == 4);
  CHECK(most == 5);
  CHECK(with_four > 0);
}

TEST_CASE("thirty servers in phase peak at 150 keys or fewer, by ca_ttl", "[R8][R13]") {
  struct Row {
    Duration ca_ttl;
    std::size_t peak;
    std::optional<Duration> first_above_100;
  };
  const std::vector<Row> rows{{24h, 150, 36h},
                              {36h, 120, 54h},
                              {48h, 120, 72h},
                              {60h, 90, std::nullopt},
                              {168h, 90, std::nullopt}};
  for (const Row& row : rows) {
    INFO(row.ca_ttl / 1h << " h");
    const KeyCount count = thirty_servers(row.ca_ttl);
    CHECK(count.peak == row.peak);
    if (!row.first_above_100) {
      CHECK(count.first_above_100 == kernel::never);
      continue;
    }
    CHECK(count.first_above_100 >= Time{*row.first_above_100});
    CHECK(count.first_above_100 < Time{*row.first_above_100 + Duration{5min}});
  }
}

}  // namespace spindrift::model
