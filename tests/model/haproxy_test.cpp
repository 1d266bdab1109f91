#include "sim/model/haproxy.hpp"

#include <catch2/catch.hpp>

#include "sim/model/cluster_site.hpp"
#include "sim/model/server_host.hpp"
#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

namespace {

using Places = std::vector<std::optional<std::size_t>>;

/// Two servers, after so many connections.
RoundRobin two_after(int connections) {
  RoundRobin turns{2};
  for (const std::size_t server : {0U, 1U}) turns.take_out(server);
  for (const std::size_t server : {0U, 1U}) turns.bring_in(server);
  for (int made = 0; made < connections; ++made) turns.next({});
  return turns;
}

Places next_three(RoundRobin turns) { return {turns.next({}), turns.next({}), turns.next({})}; }

Deployment two_servers() {
  DeploymentBuilder build;
  build.cluster("A", 2).options("A").network.load_balancer_checks_until_out = 1;
  return build.deployment();
}

/// A load balancer that has found both of its servers, to be told what they do. Its checks come
/// every second, at phases that nobody knows.
struct Watching {
  Watching() : deployment{two_servers()}, world{deployment, 1, RunOptions{}, seen} {
    for (const std::size_t server : {0U, 1U}) balancer.take_note(server, true);
    wait(1s);
  }
  void wait(Duration time) { world.simulation.run_until(later(world.now(), time)); }
  [[nodiscard]] std::optional<std::size_t> next() {
    Passage passage;
    return balancer.lead(passage);
  }
  [[nodiscard]] Places next_two() { return {next(), next()}; }

  Recorder seen;
  Deployment deployment;
  World world;
  Haproxy balancer{world, deployment.topology.clusters[0], deployment.clusters[0].network};
};

/// The same when its checks have found that the other server is away: who is led to the first one
/// meets the only one.
struct WatchingOne : Watching {
  WatchingOne() {
    balancer.take_note(1, false);
    wait(1s);
  }
};

bool is_led_to(const Places& places, std::size_t server) {
  return std::ranges::find(places, std::optional{server}) != places.end();
}

}  // namespace

TEST_CASE("servers of equal weight take turns", "[R21]") {
  CHECK(next_three(two_after(0)) == Places{0U, 1U, 0U});
  CHECK(next_three(two_after(5)) == Places{1U, 0U, 1U});
  CHECK(next_three(two_after(75)) == Places{1U, 0U, 1U});
}

TEST_CASE("a server that comes back is due the earlier the less is left of the cycle", "[R21]") {
  const auto back_after = [](int connections) {
    RoundRobin turns = two_after(connections);
    turns.take_out(0);
    turns.bring_in(0);
    return next_three(turns);
  };
  CHECK(back_after(3) == Places{1U, 0U, 1U});   // it was the last one: behind the other
  CHECK(back_after(17) == Places{0U, 1U, 0U});  // it was the last one: before the other
  CHECK(back_after(31) == Places{0U, 1U, 0U});
  CHECK(back_after(32) == Places{1U, 0U, 1U});  // the other was the last one: behind it even so
}

TEST_CASE("a server that is avoided is led to only when it is alone", "[R21]") {
  RoundRobin turns = two_after(4);
  CHECK(turns.next(0U) == 1U);
  CHECK(turns.next(1U) == 0U);
  turns.take_out(1);
  CHECK(turns.next(0U) == 0U);
  turns.take_out(0);
  CHECK_FALSE(turns.next(0U));
}

TEST_CASE("a server that no check has missed refuses in its turn, and the next one is tried",
          "[R21]") {
  Watching watching;
  CHECK(is_led_to(watching.next_two(), 0));
  watching.balancer.take_note(0, false);
  CHECK(watching.next_two() == Places{1U, 1U});
  // It listens again before a check has come: it has its turns at once.
  watching.balancer.take_note(0, true);
  const Places next = watching.next_two();
  CHECK((is_led_to(next, 0) && is_led_to(next, 1)));
}

TEST_CASE("a server that a check has missed is led to again only once a check has found it",
          "[R21]") {
  Watching watching;
  watching.balancer.take_note(0, false);
  watching.wait(1s);
  CHECK(watching.next_two() == Places{1U, 1U});
  watching.balancer.take_note(0, true);
  CHECK(watching.next_two() == Places{1U, 1U});
  watching.wait(1s);
  CHECK(is_led_to(watching.next_two(), 0));
}

TEST_CASE("where all servers refuse, so does the load balancer", "[R21]") {
  Watching watching;
  for (const std::size_t server : {0U, 1U}) watching.balancer.take_note(server, false);
  Passage passage;
  CHECK_FALSE(watching.balancer.lead(passage));
  CHECK_FALSE(passage.waits);
  watching.wait(1s);
  CHECK_FALSE(watching.next());
}

TEST_CASE("a connection that the only server refuses waits a second for each of three retries",
          "[R21]") {
  WatchingOne watching;
  Passage passage;
  for (int retry = 1; retry <= 3; ++retry) {
    // It came back to be found by a check, and is away again before the retry.
    watching.balancer.take_note(0, false);
    CHECK_FALSE(watching.balancer.lead(passage));
    CHECK(passage.waits);
    watching.balancer.take_note(0, true);
    watching.wait(Haproxy::turn_around);
  }
  watching.balancer.take_note(0, false);
  CHECK_FALSE(watching.balancer.lead(passage));
  CHECK_FALSE(passage.waits);
}

TEST_CASE("a connection that waits is given up once a check has missed the only server", "[R21]") {
  WatchingOne watching;
  watching.balancer.take_note(0, false);
  Passage passage;
  for (int waits = 1; waits <= 2; ++waits) {  // 2 s, as a server's poll was seen to take
    CHECK_FALSE(watching.balancer.lead(passage));
    CHECK(passage.waits);
    watching.wait(Haproxy::turn_around);
  }
  CHECK_FALSE(watching.balancer.lead(passage));
  CHECK_FALSE(passage.waits);
}

TEST_CASE("a connection that waits is led to a server that listens again", "[R21]") {
  WatchingOne watching;
  watching.balancer.take_note(0, false);
  Passage passage;
  REQUIRE_FALSE(watching.balancer.lead(passage));
  watching.balancer.take_note(0, true);
  watching.wait(Haproxy::turn_around);
  CHECK(watching.balancer.lead(passage) == 0U);
}

}  // namespace spindrift::model
