#pragma once

#include <optional>
#include <vector>

#include "sim/history/event.hpp"

namespace spindrift::model {

using history::JournalEntry;
using history::Key;
using history::KeyStatus;
using history::KeyType;
using history::Slot;

/// What a row of the CA journals holds: the keys that one server identity has made, and by which
/// X.509 authority the row is found again (R2).
struct JournalRow {
  history::ServerId server = history::ServerId::none;
  Key active_authority;
  std::vector<JournalEntry> x509;
  std::vector<JournalEntry> jwt;
  std::vector<JournalEntry> wit;

  [[nodiscard]] std::vector<JournalEntry>& list(KeyType type) {
    return type == KeyType::x509 ? x509 : type == KeyType::jwt ? jwt : wit;
  }
};

/// Adds an entry at the end and keeps the newest `capacity` of its type.
inline void append(JournalRow& row, const JournalEntry& entry, int capacity) {
  auto& entries = row.list(entry.key.type);
  entries.push_back(entry);
  if (std::ssize(entries) > capacity) entries.erase(entries.begin());
}

/// The newest entry that stands for the key, as SPIRE looks for it: by the key, or until 1.11.0 by
/// the second of its issue, which confuses keys made within one second (issue 5622).
inline JournalEntry* find_entry(JournalRow& row, const Key& key, history::Time issued_at,
                                bool by_issue_time) {
  auto& entries = row.list(key.type);
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (by_issue_time ? entry->issued_at == issued_at : entry->key == key) return &*entry;
  }
  return nullptr;
}

}  // namespace spindrift::model
