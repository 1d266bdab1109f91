#include "sim/scenario/value_writer.hpp"

namespace spindrift::scenario {

Json to_json(const Names& value) {
  if (value.texts.size() == 1) return to_json(value.texts.front());
  return to_json(value.texts);
}

Json to_json(const Bound& value) {
  if (value.time) return to_json(*value.time);
  return to_json(value.number.value_or(0));
}

Json to_json(const model::Latency& value) {
  if (value.shape() == model::Latency::Shape::constant) return to_json(value.typical());
  return to_json(written_form(value));
}

}  // namespace spindrift::scenario
