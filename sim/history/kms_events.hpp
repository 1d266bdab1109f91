#pragma once

#include <cstdint>
#include <string>

#include "sim/history/kms_name.hpp"
#include "sim/history/record.hpp"

/// AWS KMS.
namespace spindrift::history {

/// One call to the KMS API (R14), recorded when it ended. `status`: 200, 400 …
struct KmsCalled {
  ServerId server = ServerId::none;
  KmsName call;
  Key key;
  KmsName slot;  ///< "x509-CA-A" where the call names an alias
  std::int32_t status = 200;
  Duration took{};
  SPINDRIFT_EVENT("kms_called") {
    visit("server", self.server);
    visit("call", self.call);
    visit("key", self.key);
    visit("slot", self.slot);
    visit("status", self.status);
    visit("took", self.took);
  }
};

/// Calls of `Sign` that a health check has made one by one since the last such event, or since its
/// server began to listen (R7b), and of which only the number is told: all were answered well.
struct SignaturesCounted {
  ServerId server = ServerId::none;
  std::uint64_t signatures = 0;
  SPINDRIFT_EVENT("signatures_counted") {
    visit("server", self.server);
    visit("signatures", self.signatures);
  }
};

}  // namespace spindrift::history
