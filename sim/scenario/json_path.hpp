#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/json_document.hpp"

namespace spindrift::scenario {

/// The way to a value: names of members; for an element of an array its number, its "name", or `*`
/// for all.
using JsonPath = std::vector<std::string>;

/// "clusters/0/ca_ttl", "/clusters/root/ca_ttl" (a JSON pointer), "network.round_trip". Dots part
/// only where there is no slash.
[[nodiscard]] JsonPath parse_path(std::string_view text);

/// "network/round_trip".
[[nodiscard]] std::string to_text(const JsonPath& path);

/// Sets the value at the path. Members that are not there are made. Says what is wrong when the
/// path leads nowhere.
[[nodiscard]] std::optional<std::string> set_at(Json& root, const JsonPath& path,
                                                const Json& value);

}  // namespace spindrift::scenario
