#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/history/record.hpp"

/// Who is hurt: those who verify tokens.
namespace spindrift::history {

struct ObserverStarted {
  ObserverId observer = ObserverId::none;
  SPINDRIFT_EVENT("observer_started") { visit("observer", self.observer); }
};

struct ObserverEnded {
  ObserverId observer = ObserverId::none;
  std::string why;
  SPINDRIFT_EVENT("observer_ended") {
    visit("observer", self.observer);
    visit("why", self.why);
  }
};

/// What this agent, provider or relying party verifies with has changed (R19, R20).
struct KeySetChanged {
  ObserverId observer = ObserverId::none;
  ServerId from = ServerId::none;
  std::vector<Key> added;
  std::vector<Key> removed;
  SPINDRIFT_EVENT("key_set_changed") {
    visit("observer", self.observer);
    visit("from", self.from);
    visit("added", self.added);
    visit("removed", self.removed);
  }
};

/// A relying party met a set above its limit and verifies nothing (R20), or is below again.
struct KeySetRefused {
  ObserverId observer = ObserverId::none;
  std::uint32_t keys = 0;
  std::uint32_t limit = 0;
  bool refused = true;
  SPINDRIFT_EVENT("key_set_refused") {
    visit("observer", self.observer);
    visit("keys", self.keys);
    visit("limit", self.limit);
    visit("refused", self.refused);
  }
};

/// One token was tried: signed by `signer` with `key`, shown to `verifier` (R19).
struct TokenTried {
  ServerId signer = ServerId::none;
  Key key;
  ObserverId verifier = ObserverId::none;
  bool accepted = true;
  SPINDRIFT_EVENT("token_tried") {
    visit("signer", self.signer);
    visit("key", self.key);
    visit("verifier", self.verifier);
    visit("accepted", self.accepted);
  }
};

}  // namespace spindrift::history
