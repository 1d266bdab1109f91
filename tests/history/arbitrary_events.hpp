#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/history/history.hpp"

/// Makes events of any type with anything in them, through their visitors.
namespace spindrift::history {

Topology small_topology();

// Within a property of rapidcheck:

std::string arbitrary_text();

Time arbitrary_time();

/// An event of the type of `what` with arbitrary members, and a cause before it.
Event arbitrary_event(Payload what, std::uint64_t id, Time at);

/// An empty event of every type.
std::vector<Payload> event_of_every_type();

/// "key_prepared": what an event of this type is called.
std::string name_of_type(const Payload& what);

}  // namespace spindrift::history
