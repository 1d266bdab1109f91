#pragma once

#include "sim/history/call_name.hpp"

/// The calls of the KMS API that SPIRE's key manager makes (R14).
namespace spindrift::model::kms_calls {

using history::CallName;

inline const CallName get_caller_identity{"GetCallerIdentity"};
inline const CallName list_aliases{"ListAliases"};
inline const CallName describe_key{"DescribeKey"};
inline const CallName get_public_key{"GetPublicKey"};
inline const CallName create_key{"CreateKey"};
inline const CallName create_alias{"CreateAlias"};
inline const CallName update_alias{"UpdateAlias"};
inline const CallName delete_alias{"DeleteAlias"};
inline const CallName schedule_key_deletion{"ScheduleKeyDeletion"};
inline const CallName sign{"Sign"};

}  // namespace spindrift::model::kms_calls
