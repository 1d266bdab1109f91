#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "sim/model/deployment.hpp"
#include "sim/scenario/expectation.hpp"
#include "sim/scenario/written.hpp"

namespace spindrift::scenario {

/// How a value of an enumeration is written, and what it means.
struct Word {
  std::string_view name;
  std::string_view meaning;
};

/// The words of an enumeration, in the order of its values.
template <class Enumeration>
struct Words;

template <class Enumeration>
constexpr std::string_view word_for(Enumeration value) {
  return Words<Enumeration>::list.at(static_cast<std::size_t>(value)).name;
}

template <>
struct Words<model::ActionKind> {
  static constexpr std::array<Word, 22> list{{
      {"restart", "clean end, then a start; the disk is kept"},
      {"replace", "clean end, the disk is lost, then a start"},
      {"stop", "clean end"},
      {"start", "starts a server that does not run"},
      {"kill", "SIGKILL: its host resets the connections"},
      {"crash_restart", "SIGKILL, then a start"},
      {"lose_disk", "the disk is empty from now on; a running process is not disturbed"},
      {"vanish", "the host is gone: connections hang until TCP gives up (R21)"},
      {"pause", "SIGSTOP: alive to the load balancer, answers nothing (R21)"},
      {"resume", "SIGCONT"},
      {"crash_loop", "clean end, then a start after each back-off once the last life has ended"},
      {"prepare", "localauthority jwt prepare (R18)"},
      {"activate", "localauthority jwt activate (R18)"},
      {"taint", "localauthority jwt taint, of the server's OLD key (R18)"},
      {"revoke", "localauthority jwt revoke, of the server's OLD key (R18)"},
      {"database_lock", "a foreign transaction holds the bundle row, or a whole table"},
      {"database_down", "no connection to the cluster's database; existing ones are cut"},
      {"kms_fail", "calls to AWS KMS fail with one error, for all servers"},
      {"agent_stop",
       "the agent attested to the cluster ends: its downstream servers lose it (R23)"},
      {"agent_start", "the agent attested to the cluster starts"},
      {"clean_up", "a script deletes expired JWT keys from bundles"},
      {"roll", "a rolling restart"},
  }};
};
template <>
struct Words<model::Table> {
  static constexpr std::array<Word, 3> list{{
      {"bundle_row", "the row of the cluster's bundle"},
      {"bundles", "the whole table of bundles, against writes"},
      {"ca_journals", "the whole table of CA journals, against writes"},
  }};
};
template <>
struct Words<RollHow> {
  static constexpr std::array<Word, 3> list{{
      {"replace", "clean end, the disk is lost, then a start"},
      {"restart", "clean end, then a start; the disk is kept"},
      {"crash_restart", "SIGKILL, then a start"},
  }};
};
template <>
struct Words<RollOrder> {
  static constexpr std::array<Word, 2> list{{
      {"cluster_by_cluster", "all servers of a cluster before the next cluster"},
      {"round_robin", "the first servers of all clusters, then the second ones, and so on"},
  }};
};
template <>
struct Words<model::RollWait> {
  static constexpr std::array<Word, 3> list{{
      {"time", "the next batch begins `pause` after this one"},
      {"health", "when all of the batch listen, and `pause` more"},
      {"acknowledgement", "when every cluster lists the JWT keys of the batch, and `pause` more"},
  }};
};
template <>
struct Words<model::KeyManagerKind> {
  static constexpr std::array<Word, 3> list{{
      {"memory", "keys end with the process"},
      {"disk", "keys are lost with the disk"},
      {"aws_kms", "keys stay in the account; what is lost is the way to find them (R14)"},
  }};
};
template <>
struct Words<model::KmsIdentity> {
  static constexpr std::array<Word, 2> list{{
      {"value", "key_identifier_value: configured, survives the disk"},
      {"file", "key_identifier_file: lost with the disk"},
  }};
};
template <>
struct Words<model::Latency::Shape> {
  static constexpr std::array<Word, 4> list{{
      {"constant", "always the same"},
      {"uniform", "evenly between two times"},
      {"exponential", "by its mean"},
      {"lognormal", "by its median and its 99th percentile"},
  }};
};
template <>
struct Words<Metric> {
  static constexpr std::array<Word, 10> list{{
      {"jwt_keys", "JWT keys in its bundle"},
      {"missing_keys", "unexpired JWT keys that other clusters list and it does not"},
      {"deaf", "the sum of the times so far in which it heard nothing from its upstream"},
      {"longest_deaf", "the longest of these times"},
      {"failed_verifications", "expected number of tokens that its verifiers refused so far"},
      {"kms_keys_created", "KMS keys of any type that its servers created so far"},
      {"ends_by_themselves", "processes of its servers that SPIRE itself ended so far"},
      {"heals_after", "from the first missing key until none was missing any more"},
      {"keys_made", "JWT keys that its servers prepared so far"},
      {"keys_at_most", "the most JWT keys that its bundle had so far"},
  }};
};

/// The words alone.
template <class Enumeration>
inline constexpr auto words = [] {
  std::array<std::string_view, Words<Enumeration>::list.size()> names{};
  for (std::size_t place = 0; place < names.size(); ++place) {
    names.at(place) = Words<Enumeration>::list.at(place).name;
  }
  return names;
}();

}  // namespace spindrift::scenario
