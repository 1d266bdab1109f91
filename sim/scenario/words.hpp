#pragma once

#include <array>
#include <string_view>

#include "sim/model/deployment.hpp"
#include "sim/scenario/expectation.hpp"

namespace spindrift::scenario {

/// How the values of an enumeration are written, in the order of the enumeration.
template <class Enumeration>
inline constexpr std::array<std::string_view, 0> words{};

template <>
inline constexpr std::array<std::string_view, 22> words<model::ActionKind>{
    "restart",    "replace",     "stop",     "start",         "kill",          "crash_restart",
    "lose_disk",  "vanish",      "pause",    "resume",        "crash_loop",    "prepare",
    "activate",   "taint",       "revoke",   "database_lock", "database_down", "kms_fail",
    "agent_stop", "agent_start", "clean_up", "roll"};
template <>
inline constexpr std::array<std::string_view, 3> words<model::Table>{"bundle_row", "bundles",
                                                                     "ca_journals"};
template <>
inline constexpr std::array<std::string_view, 3> words<model::RollWait>{"time", "health",
                                                                        "acknowledgement"};
template <>
inline constexpr std::array<std::string_view, 3> words<model::KeyManagerKind>{"memory", "disk",
                                                                              "aws_kms"};
template <>
inline constexpr std::array<std::string_view, 2> words<model::KmsIdentity>{"value", "file"};
template <>
inline constexpr std::array<std::string_view, 4> words<model::Latency::Shape>{
    "constant", "uniform", "exponential", "lognormal"};
template <>
inline constexpr std::array<std::string_view, 10> words<Metric>{
    "jwt_keys",         "missing_keys",       "deaf",        "longest_deaf", "failed_verifications",
    "kms_keys_created", "ends_by_themselves", "heals_after", "keys_made",    "keys_at_most"};

}  // namespace spindrift::scenario
