#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/model/deployment.hpp"
#include "sim/scenario/expectation.hpp"
#include "sim/scenario/variation.hpp"

/// A scenario as it is written, before names are resolved and patterns are spelled out. Where the
/// model has a struct for something, that one is used.
namespace spindrift::scenario {

/// One name or pattern, or a list of them.
struct Names {
  std::vector<std::string> texts;

  friend bool operator==(const Names&, const Names&) = default;
};

/// A number, or a time in its place.
struct Bound {
  std::optional<double> number;
  std::optional<kernel::Duration> time;
};

/// A latency in its long form, by what people know of it.
struct LatencyWritten {
  model::Latency::Shape shape = model::Latency::Shape::lognormal;
  kernel::Duration value{};   ///< constant
  kernel::Duration from{};    ///< uniform
  kernel::Duration to{};      ///< uniform
  kernel::Duration mean{};    ///< exponential
  kernel::Duration median{};  ///< lognormal
  kernel::Duration p99{};     ///< lognormal
};

struct GroupWritten {
  std::string name;
  std::string upstream;
  std::uint32_t servers = 1;
  model::ClusterOptions options;
};

enum class RollHow : std::uint8_t { replace, restart, crash_restart };
enum class RollOrder : std::uint8_t { cluster_by_cluster, round_robin };

struct SecondStartWritten {
  kernel::Duration after{};
  Names who;
};

struct WindowWritten {
  kernel::Duration from{};
  kernel::Duration to{};
};

struct ActionWritten {
  kernel::Duration at{};
  kernel::Duration late_by{};
  model::ActionKind what = model::ActionKind::restart;
  Names who;
  std::string version;
  kernel::Duration lasts{};
  model::Table table = model::Table::bundle_row;
  std::string kms_call = "*";
  std::string kms_error = "ThrottlingException";
  std::vector<kernel::Duration> back_off;
  bool unsafe = false;
  kernel::Duration every{};
  // roll
  std::uint32_t batch = 1;
  RollHow how = RollHow::replace;
  RollOrder order = RollOrder::cluster_by_cluster;
  model::RollWait wait = model::RollWait::health;
  kernel::Duration pause{};
  kernel::Duration cap = std::chrono::hours{24};
  std::optional<SecondStartWritten> second_start;
  std::optional<WindowWritten> window;
  std::optional<std::uint32_t> key_limit;
  bool in_turn = false;
};

struct ProviderWritten {
  std::string name;
  std::string server;
  model::DiscoveryProvider options;
};

struct PartyWritten {
  std::string name;
  std::string provider;
  model::RelyingParty options;
};

struct ExpectationWritten {
  Names clusters;
  Metric metric = Metric::jwt_keys;
  std::optional<Bound> equals;
  std::optional<Bound> at_least;
  std::optional<Bound> at_most;
  std::string same_as;
  Names made_by;
  std::optional<kernel::Duration> at;
  std::string why;
};

struct ScenarioWritten {
  std::string schema;
  std::string name;
  std::string description;
  std::int64_t seed = 1;
  kernel::Duration until = std::chrono::hours{24};
  std::optional<kernel::Duration> read_at;
  model::ClusterOptions options;  ///< for clusters that say nothing else
  std::vector<GroupWritten> clusters;
  model::FirstStarts first_starts;
  std::vector<ActionWritten> plan;
  std::vector<model::Monitor> monitors;
  std::vector<ProviderWritten> providers;
  std::vector<PartyWritten> parties;
  model::Traffic traffic;
  Variation vary;
  std::vector<ExpectationWritten> expect;
};

}  // namespace spindrift::scenario
