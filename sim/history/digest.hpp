#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/history/fingerprint.hpp"
#include "sim/history/history.hpp"

namespace spindrift::history {

/// A fingerprint of a history: two histories with the same one are the same, for all that is
/// practical. It does not depend on any text form, nor on the order in which a topology lists
/// clusters, servers and observers, since it knows them by their names.
///
/// It is taken over a canonical encoding in little-endian 64-bit words: numbers, times and
/// enumerators as one word; a text, whoever is named, and a type of event as one word that stands
/// for the text or the name; lists as their length and their rows; a key as the sum of its maker's
/// word and of its type and number; a row as the word of its key, to which its flags and
/// enumerators are added, a byte each in the upper three, and its other members; every event as id,
/// cause, time, type and members in order.
class Digest final : public EventSink {
 public:
  void begin(const Topology& topology) override;
  void on_event(const Event& event) override;

  /// 32 hexadecimal digits for what happened so far.
  [[nodiscard]] std::string hex();

 private:
  class Encoder;
  static constexpr std::size_t words_at_once = 128;  ///< they stay in the innermost cache
  /// More than any event and any row has of members.
  static constexpr std::size_t spare_words = 64;

  void pass_on();

  Fingerprint fingerprint_;
  std::array<std::uint64_t, words_at_once + spare_words> words_{};  ///< not yet in it
  std::size_t count_ = 0;
  std::vector<std::uint64_t> clusters_;  ///< the words for their names, by index
  std::vector<std::uint64_t> servers_;
  std::vector<std::uint64_t> observers_;
};

}  // namespace spindrift::history
