#include "sim/model/key_list_versions.hpp"

namespace spindrift::model {

void KeyList::Table::make_room(Number lowest, Number highest) {
  if (places.empty()) first = lowest;
  if (lowest < first) {
    places.insert(places.begin(), first - lowest, 0);
    first = lowest;
    gone = 0;
  }
  const std::size_t needed = std::size_t{highest - first} + 1;
  if (needed > places.size()) places.resize(needed, 0);
}

void KeyList::Table::put(Number number, std::uint32_t place) {
  const std::size_t offset = number - first;
  places[offset] = place;
  gone = std::min(gone, offset);
  earliest_end = std::min(earliest_end, numbers->end(number));
}

void KeyList::Table::forget_what_is_gone() {
  while (gone < places.size() && places[gone] == 0) ++gone;
  if (gone == places.size()) {
    places.clear();
    gone = 0;
  } else if (gone > places.size() / 2) {
    places.erase(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(gone));
    first += static_cast<Number>(gone);
    gone = 0;
  }
  earliest_end = kernel::never;
  for_each_in_blocks(
      [this](Time earliest) { return earliest < earliest_end; },
      [this](Entry entry) { earliest_end = std::min(earliest_end, numbers->end(entry.number)); });
}

}  // namespace spindrift::model
