#pragma once

#include "sim/history/kms_name.hpp"

/// The calls of the KMS API that SPIRE's key manager makes (R14).
namespace spindrift::model::kms_calls {

using history::KmsName;

inline const KmsName get_caller_identity{"GetCallerIdentity"};
inline const KmsName list_aliases{"ListAliases"};
inline const KmsName describe_key{"DescribeKey"};
inline const KmsName get_public_key{"GetPublicKey"};
inline const KmsName create_key{"CreateKey"};
inline const KmsName create_alias{"CreateAlias"};
inline const KmsName update_alias{"UpdateAlias"};
inline const KmsName delete_alias{"DeleteAlias"};
inline const KmsName schedule_key_deletion{"ScheduleKeyDeletion"};
inline const KmsName sign{"Sign"};

}  // namespace spindrift::model::kms_calls
