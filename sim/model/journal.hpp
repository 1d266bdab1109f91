#pragma once

#include <optional>
#include <vector>

#include "sim/history/event.hpp"
#include "sim/model/shared_list.hpp"

namespace spindrift::model {

using history::JournalEntry;
using history::Key;
using history::KeyStatus;
using history::KeyType;
using history::Slot;

/// What a row of the CA journals holds: the keys that one server identity has made, and by which
/// X.509 authority the row is found again (R2).
struct JournalRow {
  using Entries = SharedList<JournalEntry>;

  history::ServerId server = history::ServerId::none;
  Key active_authority;
  Entries x509;
  Entries jwt;
  Entries wit;

  [[nodiscard]] Entries& list(KeyType type) {
    return type == KeyType::x509 ? x509 : type == KeyType::jwt ? jwt : wit;
  }
};

/// Adds an entry at the end and keeps the newest `capacity` of its type.
inline void append(JournalRow& row, const JournalEntry& entry, int capacity) {
  row.list(entry.key.type).change([&](std::vector<JournalEntry>& entries) {
    entries.push_back(entry);
    if (std::ssize(entries) > capacity) entries.erase(entries.begin());
  });
}

/// Gives the newest entry that stands for the key that status, and says whose it is; nothing where
/// there is no such entry. SPIRE looks for it by the key, or until 1.11.0 by the second of its
/// issue, which confuses keys made within one second (issue 5622).
inline std::optional<Key> set_status(JournalRow& row, const Key& key, history::Time issued_at,
                                     bool by_issue_time, KeyStatus status) {
  JournalRow::Entries& list = row.list(key.type);
  for (std::size_t place = list.size(); place-- > 0;) {
    const JournalEntry& entry = list.begin()[place];
    if (by_issue_time ? entry.issued_at != issued_at : entry.key != key) continue;
    list.change([&](std::vector<JournalEntry>& entries) { entries[place].status = status; });
    return list.begin()[place].key;
  }
  return std::nullopt;
}

}  // namespace spindrift::model
