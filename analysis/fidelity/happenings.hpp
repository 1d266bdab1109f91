#pragma once

#include <set>

#include "analysis/fidelity/canonical_keys.hpp"
#include "analysis/fidelity/matching.hpp"

/// What two histories are compared by, each as happenings. Keys stand under their shared names.
namespace spindrift::analysis {

/// Keys of that type that appear in ("+ A/1#2") or disappear from ("- A/1#2") the bundle of each
/// cluster; tainted records apart ("+ A/1#2 tainted").
[[nodiscard]] Happenings bundle_transitions(const history::History& history,
                                            const CanonicalKeys& keys, history::KeyType type);

/// What operators did to bundles by hand: records that become tainted, and tainted ones that go.
[[nodiscard]] Happenings taints_and_revokes(const history::History& history,
                                            const CanonicalKeys& keys);

/// Entries of that type that appear with a slot and status in the journal of each server
/// ("A/1#2 B prepared"), or leave it ("A/1#2 left"). X.509: also which authority the row names as
/// the active one ("active A/1#x2").
[[nodiscard]] Happenings journal_transitions(const history::History& history,
                                             const CanonicalKeys& keys, history::KeyType type);

/// Ends of processes that no action caused, by server.
[[nodiscard]] Happenings ends_by_themselves(const history::History& history);

/// Lives that never came to listen ("life 2"), by server; at their starts. One that began less than
/// `patience` before the history ended is not judged.
[[nodiscard]] Happenings silent_starts(const history::History& history,
                                       history::Duration patience = std::chrono::minutes{1});

/// Keys that appear in and disappear from the key set of each discovery provider.
[[nodiscard]] Happenings key_set_transitions(const history::History& history,
                                             const CanonicalKeys& keys);

/// KMS calls of each server ("CreateKey x509 200"); signatures of `apart` are left out. KMS keys
/// are named by their maker's how many-th CreateKey they come from. Calls of one server within a
/// second of each other have no order among them: some are concurrent.
[[nodiscard]] Happenings kms_calls_by_server(const history::History& history,
                                             const std::set<history::EventId>& apart);

/// The same by KMS key, strictly in order.
[[nodiscard]] Happenings kms_calls_by_key(const history::History& history,
                                          const std::set<history::EventId>& apart);

}  // namespace spindrift::analysis
