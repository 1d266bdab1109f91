#include "analysis/fidelity/canonical_keys.hpp"

namespace spindrift::analysis {

using history::Key;

CanonicalKeys::CanonicalKeys(const history::History& history) : topology_{history.topology} {
  for (const history::Event& event : history.events) {
    if (const auto* const change = std::get_if<history::BundleChanged>(&event.what)) {
      for (const history::BundleRecord& record : change->added) see(record.key);
    } else if (const auto* const saved = std::get_if<history::JournalSaved>(&event.what)) {
      for (const auto* const entries : {&saved->x509, &saved->jwt, &saved->wit}) {
        for (const history::JournalEntry& entry : *entries) see(entry.key);
      }
    }
  }
}

void CanonicalKeys::see(const Key& key) {
  if (!key.exists() || names_.contains(key)) return;
  const std::uint32_t number = ++seen_[{key.maker, key.type}];
  names_.emplace(key, Key{key.maker, key.type, number});
}

Key CanonicalKeys::operator()(const Key& key) const {
  const auto found = names_.find(key);
  return found == names_.end() ? Key{} : found->second;
}

std::string CanonicalKeys::text(const Key& key) const {
  const Key name = (*this)(key);
  return name.exists() ? to_string(topology_, name) : "?";
}

}  // namespace spindrift::analysis
