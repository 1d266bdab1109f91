#include "sim/history/names.hpp"

#include <algorithm>
#include <charconv>

#include "sim/history/record.hpp"

namespace spindrift::history {
namespace {

template <class Id, class Named>
Id find(const std::vector<Named>& all, std::string_view name) {
  const auto found = std::ranges::find(all, name, &Named::name);
  return found == all.end() ? Id::none : static_cast<Id>(found - all.begin());
}

std::string_view letter_of(KeyType type) {
  switch (type) {
    case KeyType::x509:
      return "x";
    case KeyType::wit:
      return "w";
    case KeyType::jwt:
      break;
  }
  return "";
}

}  // namespace

ClusterId Topology::find_cluster(std::string_view name) const {
  return find<ClusterId>(clusters, name);
}

ServerId Topology::find_server(std::string_view name) const {
  return find<ServerId>(servers, name);
}

ObserverId Topology::find_observer(std::string_view name) const {
  return find<ObserverId>(observers, name);
}

std::string to_string(const Topology& topology, const Key& key) {
  if (!key.exists()) return "-";
  std::string text = topology.at(key.maker).name;
  text += '#';
  text += letter_of(key.type);
  text += std::to_string(key.number);
  return text;
}

Key parse_key(const Topology& topology, std::string_view text) {
  const std::size_t hash = text.rfind('#');
  if (hash == std::string_view::npos) return {};
  const ServerId maker = topology.find_server(text.substr(0, hash));
  std::string_view digits = text.substr(hash + 1);
  KeyType type = KeyType::jwt;
  for (const KeyType lettered : {KeyType::x509, KeyType::wit}) {
    if (digits.starts_with(letter_of(lettered))) {
      type = lettered;
      digits.remove_prefix(1);
      break;
    }
  }
  std::uint32_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data(), end, number);
  if (maker == ServerId::none || error != std::errc{} || stopped != end) return {};
  return {maker, type, number};
}

std::string_view to_string(KeyType type) { return word_for(type); }
std::string_view to_string(ObserverKind kind) { return word_for(kind); }

}  // namespace spindrift::history
