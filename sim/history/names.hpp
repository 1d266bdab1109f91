#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spindrift::history {

/// Number of a history event, counted from 1 in the order of happening. 0: no event.
enum class EventId : std::uint64_t { none = 0 };

/// Index of a cluster in `Topology::clusters`.
enum class ClusterId : std::uint32_t { none = 0xFFFF'FFFF };

/// Index of a server in `Topology::servers`.
enum class ServerId : std::uint32_t { none = 0xFFFF'FFFF };

/// Index of an agent, discovery provider or relying party in `Topology::observers`.
enum class ObserverId : std::uint32_t { none = 0xFFFF'FFFF };

constexpr std::size_t index(ClusterId id) { return static_cast<std::size_t>(id); }
constexpr std::size_t index(ServerId id) { return static_cast<std::size_t>(id); }
constexpr std::size_t index(ObserverId id) { return static_cast<std::size_t>(id); }
constexpr std::uint64_t number(EventId id) { return static_cast<std::uint64_t>(id); }

/// What a key signs (R14): CA certificates, JWT-SVIDs or, from 1.14.1, WIT-SVIDs.
enum class KeyType : std::uint8_t { x509, jwt, wit };

/// A signing key, named by its maker and as how many-th of that type it was made, since the
/// letters of a real key id are random. Written `A/1#3` (JWT), `A/1#x3` (X.509), `A/1#w3` (WIT).
struct Key {
  ServerId maker = ServerId::none;
  KeyType type = KeyType::jwt;
  std::uint32_t number = 0;  ///< counted from 1 for each maker and type, in order of *generation*

  friend constexpr auto operator<=>(const Key&, const Key&) = default;
  [[nodiscard]] constexpr bool exists() const { return maker != ServerId::none; }
};

/// One cluster: servers that share one datastore. A root has no upstream.
struct Cluster {
  std::string name;
  ClusterId upstream = ClusterId::none;
  std::vector<ServerId> servers;
};

struct Server {
  std::string name;  ///< "A/1": cluster and place in it
  ClusterId cluster = ClusterId::none;
};

/// Who reads bundles without being a server.
enum class ObserverKind : std::uint8_t { agent, discovery_provider, relying_party };

struct Observer {
  std::string name;
  ObserverKind kind = ObserverKind::agent;
  ClusterId cluster = ClusterId::none;   ///< whose bundle it reads
  ServerId server = ServerId::none;      ///< when it reads one server only (discovery provider)
  ObserverId source = ObserverId::none;  ///< a relying party: the provider whose key set it reads
};

/// The fixed part of a deployment: who is there. Everything in a history refers to it by index.
struct Topology {
  std::vector<Cluster> clusters;  ///< an upstream stands before its downstreams
  std::vector<Server> servers;
  std::vector<Observer> observers;

  [[nodiscard]] const Cluster& at(ClusterId id) const { return clusters.at(index(id)); }
  [[nodiscard]] const Server& at(ServerId id) const { return servers.at(index(id)); }
  [[nodiscard]] const Observer& at(ObserverId id) const { return observers.at(index(id)); }

  /// The index of that name, or `none`. Linear: for readers and tests, not for inner loops.
  [[nodiscard]] ClusterId find_cluster(std::string_view name) const;
  [[nodiscard]] ServerId find_server(std::string_view name) const;
  [[nodiscard]] ObserverId find_observer(std::string_view name) const;
};

/// `A/1#3`, `A/1#x3` or `A/1#w3`; `-` for no key.
[[nodiscard]] std::string to_string(const Topology& topology, const Key& key);

/// The key of such a text; a key with no maker when the text names none.
[[nodiscard]] Key parse_key(const Topology& topology, std::string_view text);

[[nodiscard]] std::string_view to_string(KeyType type);
[[nodiscard]] std::string_view to_string(ObserverKind kind);

}  // namespace spindrift::history
