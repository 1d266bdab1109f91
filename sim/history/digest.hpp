#pragma once

#include <string>
#include <vector>

#include "sim/history/history.hpp"
#include "sim/history/siphash.hpp"

namespace spindrift::history {

/// A fingerprint of a history: two histories with the same one are the same, for all that is
/// practical. It does not depend on any text form, nor on the order in which a topology lists
/// clusters, servers and observers, since it knows them by their names.
///
/// The hash is taken over a canonical encoding in 64-bit words: numbers, times and enumerators as
/// one word; texts and lists as their length and what they hold, texts padded with zero bytes to
/// whole words; whoever is named, and a type of event, as one word that stands for the name; a key
/// as the sum of its maker's word and of its type and number; every event as id, cause, time, type
/// and members in order.
class Digest final : public EventSink {
 public:
  void begin(const Topology& topology) override;
  void on_event(const Event& event) override;

  /// 32 hexadecimal digits for what happened so far.
  [[nodiscard]] std::string hex() const;

 private:
  class Encoder;

  SipHash128 hash_;
  std::vector<std::uint64_t> clusters_;  ///< the words for their names, by index
  std::vector<std::uint64_t> servers_;
  std::vector<std::uint64_t> observers_;
};

}  // namespace spindrift::history
