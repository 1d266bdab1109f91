#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/history/names.hpp"
#include "sim/kernel/time.hpp"

/// What event types are made of: the words of their enumerations, the rows that they list, and
/// the macros that show their members to a visitor.
///
/// `SPINDRIFT_EVENT(tag) { visit("member", self.member); … }` gives a type its `name` and its
/// `fields`; `SPINDRIFT_FIELDS { … }` gives a row its `fields`. Writers, readers and the digest
/// know a type by nothing else.

#define SPINDRIFT_FIELDS               \
  template <class Self, class Visitor> \
  static constexpr void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visitor&& visit)

#define SPINDRIFT_EVENT(NAME)                    \
  static constexpr std::string_view name = NAME; \
  SPINDRIFT_FIELDS

namespace spindrift::history {

using kernel::Duration;
using kernel::Time;

/// One of the two places a server has for keys of a type (R4).
enum class Slot : std::uint8_t { a, b };

/// What the journal says of a key (R4, R8).
enum class KeyStatus : std::uint8_t { prepared, active, old };

/// How a nested server hears of its upstream's list (R11, R12).
enum class Channel : std::uint8_t { x509_stream, jwt_stream, subscription };

enum class PrepareReason : std::uint8_t { no_current_key, next_due, by_hand };
enum class ActivateReason : std::uint8_t { loaded_at_start, no_current_key, threshold, by_hand };

/// The words for an enumeration's values, in their order.
template <class Enumeration>
inline constexpr std::array<std::string_view, 0> words{};
template <>
inline constexpr std::array<std::string_view, 2> words<Slot>{"A", "B"};
template <>
inline constexpr std::array<std::string_view, 3> words<KeyStatus>{"prepared", "active", "old"};
template <>
inline constexpr std::array<std::string_view, 3> words<Channel>{"x509_stream", "jwt_stream",
                                                                "subscription"};
template <>
inline constexpr std::array<std::string_view, 3> words<PrepareReason>{"no_current_key", "next_due",
                                                                      "by_hand"};
template <>
inline constexpr std::array<std::string_view, 4> words<ActivateReason>{
    "loaded_at_start", "no_current_key", "threshold", "by_hand"};
template <>
inline constexpr std::array<std::string_view, 3> words<KeyType>{"x509", "jwt", "wit"};
template <>
inline constexpr std::array<std::string_view, 3> words<ObserverKind>{"agent", "discovery_provider",
                                                                     "relying_party"};

/// The word for that value.
template <class Enumeration>
[[nodiscard]] constexpr std::string_view word_for(Enumeration value) {
  return words<Enumeration>.at(static_cast<std::size_t>(value));
}

/// One JWT key, WIT key or X.509 root as a bundle row lists it (R15: compared as a whole).
struct BundleRecord {
  Key key;
  Time not_after{};
  bool tainted = false;

  friend constexpr bool operator==(const BundleRecord&, const BundleRecord&) = default;
  SPINDRIFT_FIELDS {
    visit("key", self.key);
    visit("not_after", self.not_after);
    visit("tainted", self.tainted);
  }
};

struct JournalEntry {
  Key key;
  Slot slot = Slot::a;
  KeyStatus status = KeyStatus::prepared;
  Time issued_at{};
  Time not_after{};

  friend constexpr bool operator==(const JournalEntry&, const JournalEntry&) = default;
  SPINDRIFT_FIELDS {
    visit("key", self.key);
    visit("slot", self.slot);
    visit("status", self.status);
    visit("issued_at", self.issued_at);
    visit("not_after", self.not_after);
  }
};

}  // namespace spindrift::history
