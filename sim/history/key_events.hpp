#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/history/record.hpp"

/// Keys of a server: its key manager, slots and journal.
namespace spindrift::history {

/// The key manager made a key, not yet known to anybody (R14).
struct KeyGenerated {
  ServerId server = ServerId::none;
  Key key;
  Slot slot = Slot::a;
  SPINDRIFT_EVENT("key_generated") {
    visit("server", self.server);
    visit("key", self.key);
    visit("slot", self.slot);
  }
};

/// The key is published and stands in its slot (R9). JWT: others may now verify with it.
struct KeyPrepared {
  ServerId server = ServerId::none;
  Key key;
  Slot slot = Slot::a;
  Time issued_at{};
  Time not_after{};
  PrepareReason reason = PrepareReason::no_current_key;
  Key signed_by;  ///< nested X.509: the upstream authority that signed it (R9b)
  SPINDRIFT_EVENT("key_prepared") {
    visit("server", self.server);
    visit("key", self.key);
    visit("slot", self.slot);
    visit("issued_at", self.issued_at);
    visit("not_after", self.not_after);
    visit("reason", self.reason);
    visit("signed_by", self.signed_by);
  }
};

/// A preparation ended in an error (R9); `key` is what it leaves behind in the key manager.
struct PrepareFailed {
  ServerId server = ServerId::none;
  KeyType type = KeyType::jwt;
  Key key;
  std::string why;
  SPINDRIFT_EVENT("prepare_failed") {
    visit("server", self.server);
    visit("type", self.type);
    visit("key", self.key);
    visit("why", self.why);
  }
};

/// From now on this server signs with this key (R5, R8).
struct KeyActivated {
  ServerId server = ServerId::none;
  Key key;
  Slot slot = Slot::a;
  Time not_after{};
  ActivateReason reason = ActivateReason::threshold;
  SPINDRIFT_EVENT("key_activated") {
    visit("server", self.server);
    visit("key", self.key);
    visit("slot", self.slot);
    visit("not_after", self.not_after);
    visit("reason", self.reason);
  }
};

/// The key was swapped out and marked OLD (R8c).
struct KeyRetired {
  ServerId server = ServerId::none;
  Key key;
  SPINDRIFT_EVENT("key_retired") {
    visit("server", self.server);
    visit("key", self.key);
  }
};

/// A published key left its slot without ever signing (R9, R18): in every bundle, in no slot.
struct KeyAbandoned {
  ServerId server = ServerId::none;
  Key key;
  SPINDRIFT_EVENT("key_abandoned") {
    visit("server", self.server);
    visit("key", self.key);
  }
};

/// A start looked for its journal (R2). `found` false: it begins with an empty one.
struct JournalLoaded {
  ServerId server = ServerId::none;
  bool found = false;
  std::uint32_t x509_entries = 0;
  std::uint32_t jwt_entries = 0;
  SPINDRIFT_EVENT("journal_loaded") {
    visit("server", self.server);
    visit("found", self.found);
    visit("x509_entries", self.x509_entries);
    visit("jwt_entries", self.jwt_entries);
  }
};

/// A version of a journal row was written (R16).
struct JournalSaved {
  ServerId server = ServerId::none;
  std::uint32_t row = 0;
  bool inserted = false;
  Key active_authority;  ///< none: written before this process activated one (R5b)
  std::vector<JournalEntry> x509;
  std::vector<JournalEntry> jwt;
  std::vector<JournalEntry> wit;
  SPINDRIFT_EVENT("journal_saved") {
    visit("server", self.server);
    visit("row", self.row);
    visit("inserted", self.inserted);
    visit("active_authority", self.active_authority);
    visit("x509", self.x509);
    visit("jwt", self.jwt);
    visit("wit", self.wit);
  }
};

/// A journal could not be written; SPIRE logs it and goes on (R9).
struct JournalSaveFailed {
  ServerId server = ServerId::none;
  std::string why;
  SPINDRIFT_EVENT("journal_save_failed") {
    visit("server", self.server);
    visit("why", self.why);
  }
};

}  // namespace spindrift::history
