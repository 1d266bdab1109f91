#include "analysis/fidelity/happenings.hpp"

#include <algorithm>

namespace spindrift::analysis {

using history::BundleChanged;
using history::BundleRecord;
using history::Event;
using history::JournalEntry;
using history::JournalSaved;
using history::KeyType;

namespace {

std::size_t version_of(const Event& event) { return number(event.id); }

Happening happening(std::string what, const Event& event) {
  return {std::move(what), event.at, event.id, version_of(event)};
}

std::string text_of(const CanonicalKeys& keys, const JournalEntry& entry) {
  return keys.text(entry.key) + ' ' + std::string{word_for(entry.slot)} + ' ' +
         std::string{word_for(entry.status)};
}

const std::vector<JournalEntry>& entries_of(const JournalSaved& saved, KeyType type) {
  if (type == KeyType::x509) return saved.x509;
  return type == KeyType::jwt ? saved.jwt : saved.wit;
}

/// Adds what a version of a journal row changes.
class JournalWatch {
 public:
  JournalWatch(const CanonicalKeys& keys, KeyType type) : keys_{keys}, type_{type} {}

  void look(const JournalSaved& saved, const Event& event, std::vector<Happening>& happenings) {
    const std::vector<JournalEntry>& now = entries_of(saved, type_);
    for (const JournalEntry& entry : now) {
      const bool known = std::ranges::any_of(before_, [&](const JournalEntry& old) {
        return old.key == entry.key && old.slot == entry.slot && old.status == entry.status;
      });
      if (!known) happenings.push_back(happening(text_of(keys_, entry), event));
    }
    for (const JournalEntry& old : before_) {
      const bool stays =
          std::ranges::any_of(now, [&](const JournalEntry& entry) { return entry.key == old.key; });
      if (!stays) happenings.push_back(happening(keys_.text(old.key) + " left", event));
    }
    if (type_ == KeyType::x509 && saved.active_authority != authority_) {
      authority_ = saved.active_authority;
      happenings.push_back(
          happening("active " + (authority_.exists() ? keys_.text(authority_) : "none"), event));
    }
    before_ = now;
  }

 private:
  const CanonicalKeys& keys_;
  KeyType type_;
  std::vector<JournalEntry> before_;
  history::Key authority_;
};

}  // namespace

Happenings bundle_transitions(const history::History& history, const CanonicalKeys& keys,
                              KeyType type) {
  Happenings all;
  for (const Event& event : history.events) {
    const auto* const change = std::get_if<BundleChanged>(&event.what);
    if (change == nullptr) continue;
    std::vector<Happening>& own = all[history.topology.at(change->cluster).name];
    const auto add = [&](const std::vector<BundleRecord>& records, const std::string& sign) {
      for (const BundleRecord& record : records) {
        if (record.key.type != type) continue;
        own.push_back(
            happening(sign + keys.text(record.key) + (record.tainted ? " tainted" : ""), event));
      }
    };
    add(change->added, "+ ");
    add(change->removed, "- ");
  }
  return all;
}

Happenings taints_and_revokes(const history::History& history, const CanonicalKeys& keys) {
  Happenings all;
  for (const auto& [cluster, happenings] : bundle_transitions(history, keys, KeyType::jwt)) {
    for (const Happening& each : happenings) {
      if (each.what.ends_with(" tainted")) all[cluster].push_back(each);
    }
  }
  return all;
}

Happenings journal_transitions(const history::History& history, const CanonicalKeys& keys,
                               KeyType type) {
  Happenings all;
  std::map<std::pair<history::ServerId, std::uint32_t>, JournalWatch> rows;
  for (const Event& event : history.events) {
    const auto* const saved = std::get_if<JournalSaved>(&event.what);
    if (saved == nullptr) continue;
    JournalWatch& row =
        rows.try_emplace(std::pair{saved->server, saved->row}, keys, type).first->second;
    row.look(*saved, event, all[history.topology.at(saved->server).name]);
  }
  return all;
}

Happenings ends_by_themselves(const history::History& history) {
  Happenings all;
  for (const Event& event : history.events) {
    const auto* const ended = std::get_if<history::ServerEnded>(&event.what);
    if (ended == nullptr || !ended->by_itself) continue;
    all[history.topology.at(ended->server).name].push_back(happening("ends by itself", event));
  }
  return all;
}

Happenings silent_starts(const history::History& history, history::Duration patience) {
  struct Life {
    const Event* spawned = nullptr;
    std::size_t number = 0;
  };
  std::map<history::ServerId, Life> waiting;
  Happenings all;
  const auto judge = [&](history::ServerId server, Life& life) {
    if (life.spawned == nullptr) return;
    all[history.topology.at(server).name].push_back(
        happening("life " + std::to_string(life.number) + " never listens", *life.spawned));
    life.spawned = nullptr;
  };
  for (const Event& event : history.events) {
    if (const auto* const spawned = std::get_if<history::ServerSpawned>(&event.what)) {
      Life& life = waiting[spawned->server];
      judge(spawned->server, life);
      life = {&event, life.number + 1};
    } else if (const auto* const listening = std::get_if<history::ServerListening>(&event.what)) {
      waiting[listening->server].spawned = nullptr;
    } else if (const auto* const ended = std::get_if<history::ServerEnded>(&event.what)) {
      judge(ended->server, waiting[ended->server]);
    } else if (std::holds_alternative<history::HistoryEnded>(event.what)) {
      for (auto& [server, life] : waiting) {
        if (life.spawned != nullptr && event.at - life.spawned->at >= patience) judge(server, life);
      }
    }
  }
  return all;
}

Happenings key_set_transitions(const history::History& history, const CanonicalKeys& keys) {
  Happenings all;
  for (const Event& event : history.events) {
    const auto* const change = std::get_if<history::KeySetChanged>(&event.what);
    if (change == nullptr) continue;
    const history::Observer& observer = history.topology.at(change->observer);
    if (observer.kind != history::ObserverKind::discovery_provider) continue;
    std::vector<Happening>& own = all[observer.name];
    for (const history::Key& key : change->added) {
      own.push_back(happening("+ " + keys.text(key), event));
    }
    for (const history::Key& key : change->removed) {
      own.push_back(happening("- " + keys.text(key), event));
    }
  }
  return all;
}

}  // namespace spindrift::analysis
