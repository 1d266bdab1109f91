#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/fidelity/fidelity.hpp"

namespace spindrift::analysis {

/// The earliest happening that is missing, spurious or out of order, with what led to it.
[[nodiscard]] std::optional<FirstDifference> find_first_difference(
    const std::vector<FidelityCategory>& categories, const history::History& recorded,
    const history::History& predicted);

/// The events that led to that one, the first cause first, itself last; none for no event.
[[nodiscard]] std::vector<history::EventId> causes_of(const history::History& history,
                                                      history::EventId event);

/// An event in one line for people: time, name, and what it is about.
[[nodiscard]] std::string event_text(const history::Topology& topology,
                                     const history::Event& event);

}  // namespace spindrift::analysis
