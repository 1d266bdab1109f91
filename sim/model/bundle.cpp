#include "sim/model/bundle.hpp"

#include <algorithm>

namespace spindrift::model {

std::vector<BundleRecord>& Bundle::list(KeyType type) {
  switch (type) {
    case KeyType::x509:
      return roots;
    case KeyType::jwt:
      return jwt_keys;
    case KeyType::wit:
      break;
  }
  return wit_keys;
}

const std::vector<BundleRecord>& Bundle::list(KeyType type) const {
  return const_cast<Bundle&>(*this).list(type);
}

bool Bundle::has(const Key& key) const {
  const auto& records = list(key.type);
  return std::any_of(records.begin(), records.end(),
                     [&](const BundleRecord& record) { return record.key == key; });
}

std::vector<BundleRecord> append(Bundle& bundle, const std::vector<BundleRecord>& records) {
  std::vector<BundleRecord> added;
  for (const BundleRecord& record : records) {
    auto& list = bundle.list(record.key.type);
    if (std::find(list.begin(), list.end(), record) != list.end()) continue;
    list.push_back(record);
    added.push_back(record);
  }
  return added;
}

PruneOutcome prune(Bundle& bundle, Time limit, bool empty_jwt_allowed) {
  const auto expired = [&](const BundleRecord& record) { return record.not_after <= limit; };
  const auto all_expired = [&](const std::vector<BundleRecord>& records) {
    return std::all_of(records.begin(), records.end(), expired);
  };
  PruneOutcome outcome;
  outcome.x509_refused = all_expired(bundle.roots);
  outcome.jwt_refused =
      all_expired(bundle.jwt_keys) && !(empty_jwt_allowed && bundle.jwt_keys.empty());
  if (outcome.x509_refused || outcome.jwt_refused) return outcome;
  for (auto* records : {&bundle.roots, &bundle.jwt_keys, &bundle.wit_keys}) {
    std::copy_if(records->begin(), records->end(), std::back_inserter(outcome.removed), expired);
    std::erase_if(*records, expired);
  }
  return outcome;
}

}  // namespace spindrift::model
