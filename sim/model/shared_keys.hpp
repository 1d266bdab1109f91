#pragma once

#include <cstdint>

#include "sim/kernel/mutex.hpp"
#include "sim/model/slots.hpp"

namespace spindrift::model {

/// The JWT keys of a cluster whose servers share them (a proposal: SPIRE's pull request 6537, as
/// Dex does it): a row of the datastore says which there are, and a key manager that all of them
/// reach holds them.
struct SharedKeys {
  explicit SharedKeys(kernel::Simulation& simulation) : turn{simulation} {}

  kernel::Mutex turn;  ///< of the row: one server at a time looks and rotates
  SlotPair slots;
  std::uint32_t row = 0;      ///< its number in the datastore; 0: none yet
  std::uint32_t version = 0;  ///< counts what was written
};

}  // namespace spindrift::model
