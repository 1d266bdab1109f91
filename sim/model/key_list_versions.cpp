#include "sim/model/key_list_versions.hpp"

namespace spindrift::model {

void KeyList::Table::set(Number number, std::uint32_t place) {
  if (places.empty()) first = number;
  if (number < first) {
    places.insert(places.begin(), first - number, 0);
    first = number;
    gone = 0;
  }
  const std::size_t offset = number - first;
  if (offset >= places.size()) places.resize(offset + 1, 0);
  places[offset] = place;
  if (place != 0) {
    gone = std::min(gone, offset);
    earliest_end = std::min(earliest_end, numbers->record(number).not_after);
  }
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
  for (std::size_t offset = gone; offset < places.size(); ++offset) {
    if (places[offset] == 0) continue;
    const auto number = static_cast<Number>(first + offset);
    earliest_end = std::min(earliest_end, numbers->record(number).not_after);
  }
}

}  // namespace spindrift::model
