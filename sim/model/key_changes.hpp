#pragma once

#include <vector>

#include "sim/model/bundle.hpp"

namespace spindrift::model {

/// What became of a key set, each key once, in the order of the list that has it.
struct KeyChanges {
  std::vector<Key> added;
  std::vector<Key> removed;
};

/// How the JWT keys of `after` differ from those of `before`. Either may be absent. Between two
/// versions of one bundle it costs what has changed, not how much they list.
[[nodiscard]] KeyChanges changed_jwt_keys(const BundleVersion& before, const BundleVersion& after);

}  // namespace spindrift::model
