#include "sim/model/authorities.hpp"
#include "sim/model/failure.hpp"

/// What operators do with JWT keys (R18).
namespace spindrift::model {

using history::ActivateReason;
using history::PrepareReason;
using kernel::MutexHold;
using kernel::Task;

Task<> Authorities::prepare_jwt_by_hand() {
  MutexHold turn;
  if (shares(KeyType::jwt)) {
    turn = co_await shared().turn.lock();
    co_await load_shared(KeyType::jwt);
  }
  if (pair(KeyType::jwt).current.is_empty()) throw Failure{"no active JWT authority"};
  co_await prepare(KeyType::jwt, pair(KeyType::jwt).next, PrepareReason::by_hand);
  if (shares(KeyType::jwt)) co_await save_shared(KeyType::jwt);
}

Task<> Authorities::activate_jwt_by_hand() {
  MutexHold turn;
  if (shares(KeyType::jwt)) {
    turn = co_await shared().turn.lock();
    co_await load_shared(KeyType::jwt);
  }
  const KeySlot& next = pair(KeyType::jwt).next;
  if (next.is_empty()) throw Failure{"only prepared authorities can be activated"};
  co_await swap(KeyType::jwt, ActivateReason::by_hand);
  if (shares(KeyType::jwt)) co_await save_shared(KeyType::jwt);
}

Key Authorities::old_jwt_key() const {
  const KeySlot& next = pair(KeyType::jwt).next;
  if (!next.key.exists() || next.status != KeyStatus::old) throw Failure{"no old JWT authority"};
  return next.key;
}

}  // namespace spindrift::model
