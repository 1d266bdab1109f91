#include "sim/scenario/expectation.hpp"

#include "sim/scenario/words.hpp"

namespace spindrift::scenario {

Unit unit_of(Metric metric) {
  switch (metric) {
    case Metric::deaf:
    case Metric::longest_deaf:
    case Metric::heals_after:
      return Unit::time;
    default:
      return Unit::count;
  }
}

std::string_view to_string(Metric metric) { return word_for(metric); }

}  // namespace spindrift::scenario
