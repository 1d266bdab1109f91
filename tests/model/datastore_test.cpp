#include <catch2/catch.hpp>

#include "sim/model/cluster_site.hpp"
#include "sim/model/operator.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"
#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::BundleChanged;
using history::JournalSaved;

namespace {

/// Four servers of a root prepare a JWT key each while somebody holds the bundle row.
Recorder queue_for_the_row(Duration lasts) {
  DeploymentBuilder build{"1.12.4"};
  build.cluster("A", 4);
  build.on_cluster(1h, ActionKind::database_lock, "A", lasts);
  build.at(1h + 1s, ActionKind::prepare, {"A/3"}).at(1h + 2s, ActionKind::prepare, {"A/1"});
  build.at(1h + 3s, ActionKind::prepare, {"A/4"}).at(1h + 4s, ActionKind::prepare, {"A/2"});
  return build.until(2h).run();
}

std::vector<Happened<BundleChanged>> since(const Recorder& seen, Time from) {
  std::vector<Happened<BundleChanged>> changes = seen.of_cluster<BundleChanged>("A");
  std::erase_if(changes, [&](const auto& change) { return change.at < from; });
  return changes;
}

Deployment one_cluster(int servers) {
  DeploymentBuilder build;
  return build.cluster("A", servers).deployment();
}

/// A root cluster a minute after its first start, to be acted upon from inside.
struct Running {
  explicit Running(int servers)
      : deployment{one_cluster(servers)}, world{deployment, 1, RunOptions{}, seen} {
    people.start();
    world.simulation.run_until(Time{1min});
  }
  ~Running() { world.simulation.root().kill(); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  Running(Running&&) = delete;
  Running& operator=(Running&&) = delete;

  Recorder seen;
  Deployment deployment;
  World world;
  Operator people{world};
};

}  // namespace

TEST_CASE("appends queue on the bundle row, first come first served", "[R15]") {
  const Recorder seen = queue_for_the_row(20s);
  const auto changes = since(seen, Time{1h});
  REQUIRE(changes.size() == 4);
  const std::vector<std::string_view> order{"A/3", "A/1", "A/4", "A/2"};
  for (std::size_t place = 0; place < order.size(); ++place) {
    CHECK(changes[place].what.by == seen.topology().find_server(order[place]));
    CHECK(changes[place].at >= Time{1h + 20s});
    CHECK(changes[place].at < Time{1h + 21s});
    CHECK(changes[place].what.added.size() == 1);
    if (place == 0) continue;
    CHECK(changes[place].what.sequence == changes[place - 1].what.sequence + 1);
    CHECK(changes[place].at > changes[place - 1].at);
  }
}

TEST_CASE("no append is lost when several servers write at the same moment", "[R15]") {
  DeploymentBuilder build{"1.12.4"};
  build.cluster("A", 4).at(1h, ActionKind::prepare, {"A/1", "A/2", "A/3", "A/4"}).until(2h);
  CHECK(build.run().bundle("A", Time{2h}).size() == 8);
}

TEST_CASE("a record counts as a whole: the same key tainted is another one", "[R15]") {
  Bundle bundle;
  const BundleRecord plain{Key{ServerId{0}, KeyType::jwt, 1}, Time{24h}, false};
  BundleRecord tainted = plain;
  tainted.tainted = true;
  BundleRecord longer = plain;
  longer.not_after = Time{25h};
  const auto append = [&bundle](const std::vector<BundleRecord>& records) {
    const BundleEdit edit = what_is_missing(bundle, records);
    apply(bundle, edit);
    return edit.added;
  };
  CHECK(append({plain}).size() == 1);
  CHECK(append({plain}).empty());
  CHECK(append({plain, tainted, longer}) == std::vector{tainted, longer});
  CHECK(bundle.jwt_keys.records() == std::vector{plain, tainted, longer});
}

TEST_CASE("the row lock is taken also when nothing changes", "[R15]") {
  Running running{1};
  Datastore& store = running.world.clusters[0]->datastore;
  Time done{};
  const auto append_known = [&]() -> kernel::Process {
    const ServerId by{0};
    std::vector<BundleRecord> known = store.committed()->jwt_keys.records();
    co_await store.append(by, std::move(known));
    done = running.world.now();
  };
  kernel::Scope& root = running.world.simulation.root();
  root.start(kernel::Order{1, 0}, store.hold_lock(Table::bundle_row, Duration{5s}));
  root.start(kernel::Order{2, 0}, append_known());
  const std::uint64_t sequence = store.committed()->sequence;
  running.world.simulation.run_until(Time{2min});
  CHECK(done >= Time{1min + 5s});
  CHECK(store.committed()->sequence == sequence);
}

TEST_CASE("a journal is saved by rewriting its server's own row", "[R16]") {
  DeploymentBuilder build;
  const Recorder seen = build.cluster("A", 2).until(9 * 24h).run();
  for (const std::string_view server : {"A/1", "A/2"}) {
    const auto saved = seen.of<JournalSaved>(server);
    REQUIRE(saved.size() > 20);
    std::size_t inserted = 0;
    for (const auto& save : saved) {
      inserted += save.what.inserted ? 1 : 0;
      CHECK(save.what.row == saved[0].what.row);
    }
    CHECK(inserted == 1);
    // Sixteen keys and more were made; the newest ten of each type are kept.
    CHECK(saved.back().what.jwt.size() == 10);
    CHECK(saved.back().what.x509.size() == 10);
  }
  CHECK(seen.of<JournalSaved>("A/1")[0].what.row != seen.of<JournalSaved>("A/2")[0].what.row);
}

TEST_CASE("GetBundle answers from a copy of at most 1 s, dropped when its server writes", "[R17]") {
  Running running{2};
  World& world = running.world;
  const ServerId asked{0};
  const ServerId other{1};
  std::vector<std::size_t> counts;
  const auto read = [&]() -> kernel::Task<> {
    const Reply reply = co_await world.host(asked).life()->get_bundle();
    counts.push_back(reply.bundle->jwt_keys.size());
  };
  const auto write = [&](ServerId by, std::uint32_t number) -> kernel::Task<> {
    std::vector<BundleRecord> keys{{Key{by, KeyType::jwt, number}, Time{24h}, false}};
    co_await world.clusters[0]->datastore.append(by, std::move(keys));
  };
  const auto story = [&]() -> kernel::Process {
    const Duration lifetime = 1s;
    co_await read();
    co_await write(other, 90);
    co_await read();
    co_await kernel::pass(world.simulation, lifetime);
    co_await read();
    co_await write(asked, 91);
    co_await read();
  };
  world.simulation.root().start(kernel::Order{1, 0}, story());
  world.simulation.run_until(Time{2min});
  CHECK(counts == std::vector<std::size_t>{2, 2, 3, 4});
}

TEST_CASE("a statement waits for its lock for ever unless a timeout is set", "[R17]") {
  const Recorder patient = queue_for_the_row(30min);
  CHECK(since(patient, Time{1h}).size() == 4);
  CHECK(since(patient, Time{1h}).at(0).at >= Time{1h + 30min});

  DeploymentBuilder build{"1.12.4"};
  build.cluster("A", 1).options("A").datastore.lock_timeout = 10s;
  build.on_cluster(1h, ActionKind::database_lock, "A", 30min);
  build.at(1h + 1s, ActionKind::prepare, {"A/1"}).until(2h);
  const auto failed = build.run().of<history::PrepareFailed>("A/1");
  REQUIRE(failed.size() == 1);
  CHECK(failed[0].at < Time{1h + 12s});
}

}  // namespace spindrift::model
