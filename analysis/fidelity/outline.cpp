#include "analysis/fidelity/outline.hpp"

#include "analysis/fidelity/happenings.hpp"
#include "analysis/fidelity/own_svid_signatures.hpp"

namespace spindrift::analysis {

using history::KeyType;

Outline outline_of(const history::History& history) {
  Outline outline;
  const CanonicalKeys keys{history};
  outline.own_svids = own_svid_signatures(history);
  const auto add = [&](std::string name, std::string subject, Happenings happenings) {
    outline.parts.push_back({std::move(name), std::move(subject), std::move(happenings)});
  };
  const auto bundle = [&](KeyType type) { return bundle_transitions(history, keys, type); };
  const auto journal = [&](KeyType type) { return journal_transitions(history, keys, type); };
  add("JWT keys in bundles", "cluster", bundle(KeyType::jwt));
  add("X.509 roots in bundles", "cluster", bundle(KeyType::x509));
  add("WIT keys in bundles", "cluster", bundle(KeyType::wit));
  add("JWT keys in journals", "server", journal(KeyType::jwt));
  add("X.509 authorities in journals", "server", journal(KeyType::x509));
  add("WIT keys in journals", "server", journal(KeyType::wit));
  add("tainted and revoked keys", "cluster", taints_and_revokes(history, keys));
  add("ends of processes", "server", ends_by_themselves(history));
  add("starts that never listen", "server", silent_starts(history));
  add("key sets served", "provider", key_set_transitions(history, keys));
  add("KMS calls by server", "server", kms_calls_by_server(history, outline.own_svids));
  add("KMS calls by key", "key", kms_calls_by_key(history, outline.own_svids));
  outline.deafness = shown_deafness(history);
  return outline;
}

}  // namespace spindrift::analysis
