#pragma once

#include <cstdint>
#include <string>

#include "sim/history/record.hpp"

/// AWS KMS.
namespace spindrift::history {

/// One call to the KMS API (R14), recorded when it ended. `status`: 200, 400 …
struct KmsCalled {
  ServerId server = ServerId::none;
  std::string call;
  Key key;
  std::string slot;  ///< "x509-CA-A" where the call names an alias
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

}  // namespace spindrift::history
