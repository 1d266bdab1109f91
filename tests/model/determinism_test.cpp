#include <map>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

namespace {

/// Shows the fields of an event as text. Servers go by their names.
class Text {
 public:
  explicit Text(const history::Topology& topology) : topology_{topology} {}
  template <class Value>
  void operator()(std::string_view, const Value& value) {
    if constexpr (std::is_same_v<Value, std::string>) {
      text += value;
    } else if constexpr (std::is_same_v<Value, history::KmsName>) {
      text += value.text();
    } else if constexpr (std::is_same_v<Value, ServerId>) {
      text += value == ServerId::none ? "none" : topology_.at(value).name;
    } else if constexpr (std::is_same_v<Value, Key>) {
      text += history::to_string(topology_, value);
    } else if constexpr (std::is_same_v<Value, Time>) {
      text += std::to_string(value.time_since_epoch().count());
    } else if constexpr (std::is_same_v<Value, Duration>) {
      text += std::to_string(value.count());
    } else if constexpr (requires { value.begin(); }) {
      for (const auto& row : value) (*this)("", row);
    } else if constexpr (requires { Value::fields(value, *this); }) {
      Value::fields(value, *this);
    } else {
      text += std::to_string(static_cast<std::uint64_t>(value));
    }
    text += ' ';
  }
  std::string text;

 private:
  const history::Topology& topology_;
};

std::string text_of(const history::Topology& topology, const history::Event& event) {
  Text text{topology};
  text("", event.at);
  std::visit(
      [&](const auto& what) {
        text.text += what.name;
        text.text += ' ';
        what.fields(what, text);
      },
      event.what);
  return text.text;
}

/// 5 root and 24 regional servers, replaced one after the other, regions once more.
DeploymentBuilder rolling_restart(const std::string& version) {
  DeploymentBuilder build{version};
  build.cluster("root", 5);
  for (int region = 1; region <= 8; ++region) {
    build.cluster("region-" + std::to_string(region), 3, "root");
  }
  build.key_manager(KeyManagerKind::aws_kms);
  for (const history::Cluster& cluster : build.deployment().topology.clusters) {
    build.options(cluster.name).supervised = true;
  }
  Action roll;
  roll.at = 1h;
  roll.kind = ActionKind::roll;
  roll.roll.pause = 5s;
  roll.roll.second_start = 30s;
  for (std::uint32_t place = 5; place < 29; ++place) roll.roll.servers.push_back(ServerId{place});
  for (std::uint32_t place = 0; place < 5; ++place) roll.roll.servers.push_back(ServerId{place});
  build.deployment().plan.push_back(roll);
  return build.until(30h);
}

}  // namespace

TEST_CASE("the same seed gives the same history, another seed another one") {
  DeploymentBuilder build = rolling_restart("1.10.4");
  const std::string first = build.run(7).digest();
  CHECK(build.run(7).digest() == first);
  build.agent("root");
  CHECK(build.run(7).digest() != build.run(8).digest());
}

TEST_CASE("skipping idle ticks changes nothing in a rolling restart of 29 servers") {
  for (const std::string version : {"1.9.5", "1.10.4", "1.12.4", "1.15.3"}) {
    INFO(version);
    DeploymentBuilder build = rolling_restart(version);
    const Recorder skipping = build.run(1, false);
    const Recorder oracle = build.run(1, true);
    const auto& topology = skipping.topology();
    REQUIRE(skipping.events().size() > 1000);
    REQUIRE(skipping.events().size() == oracle.events().size());
    for (std::size_t place = 0; place < oracle.events().size(); ++place) {
      const history::Event& skipped = skipping.events()[place];
      const history::Event& real = oracle.events()[place];
      const bool same = skipped.cause == real.cause && skipped.at == real.at &&
                        text_of(topology, skipped) == text_of(topology, real);
      if (!same) FAIL(text_of(topology, skipped) + " | " + text_of(topology, real));
    }
    CHECK(skipping.digest() == oracle.digest());
  }
}

TEST_CASE("two threads that simulate at once give the histories that one gives") {
  const DeploymentBuilder build = rolling_restart("1.12.4");
  const std::vector<std::string> serial{build.run(1).digest(), build.run(2).digest()};
  std::vector<std::string> parallel(2);
  std::thread first{[&] { parallel[0] = build.run(1).digest(); }};
  std::thread second{[&] { parallel[1] = build.run(2).digest(); }};
  first.join();
  second.join();
  CHECK(parallel == serial);
}

TEST_CASE("servers listed in another order give each server the same story") {
  // Starts and restarts lie apart, so that no order of listing decides who comes first.
  const auto stories = [](bool reversed) {
    Deployment deployment;
    auto& topology = deployment.topology;
    DeploymentBuilder build{"1.12.4"};
    build.cluster("A", 1).cluster("B", 2, "A").cluster("C", 1, "A");
    deployment = build.deployment();
    if (reversed) {
      std::reverse(topology.servers.begin(), topology.servers.end());
      for (history::Cluster& cluster : topology.clusters) {
        for (ServerId& id : cluster.servers) id = ServerId{3 - static_cast<std::uint32_t>(id)};
      }
    }
    for (const auto& [at, name] :
         {std::pair{1h, "B/2"}, std::pair{2h, "A/1"}, std::pair{3h, "C/1"}}) {
      Action action;
      action.at = at;
      action.kind = ActionKind::replace;
      action.servers = {topology.find_server(name)};
      deployment.plan.push_back(action);
    }
    deployment.until = 30h;
    Recorder seen;
    run(deployment, 1, RunOptions{}, seen);
    std::map<std::string, std::vector<std::string>> by_server;
    for (const history::Event& event : seen.events()) {
      const auto note = [&](const auto& what) {
        if constexpr (requires { what.server; }) {
          if (what.server == ServerId::none) return;
          by_server[seen.topology().at(what.server).name].push_back(
              text_of(seen.topology(), event));
        }
      };
      std::visit(note, event.what);
    }
    return by_server;
  };
  const auto listed = stories(false);
  CHECK(listed.size() == 4);
  CHECK(stories(true) == listed);
}

}  // namespace spindrift::model
