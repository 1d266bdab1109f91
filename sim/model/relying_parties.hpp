#pragma once

#include <memory>
#include <vector>

#include "sim/kernel/signal.hpp"
#include "sim/model/bundle.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

/// OIDC discovery providers, each beside one server, and the relying parties that verify with
/// their key sets (R20).
class RelyingParties {
 public:
  explicit RelyingParties(World& world);
  RelyingParties(const RelyingParties&) = delete;
  RelyingParties& operator=(const RelyingParties&) = delete;
  RelyingParties(RelyingParties&&) = delete;
  RelyingParties& operator=(RelyingParties&&) = delete;
  ~RelyingParties() = default;

  void start();

 private:
  struct KeySet {
    explicit KeySet(kernel::Simulation& simulation) : changed{simulation} {}
    BundleVersion bundle;  ///< the version that it was made from
    kernel::Signal changed;
  };

  kernel::Process provide(ObserverId id, const DiscoveryProvider& provider, KeySet& set);
  kernel::Process rely(ObserverId id, const RelyingParty& party, KeySet& source);
  void change(ObserverId id, ServerId from, BundleVersion& held, const BundleVersion& to);

  World& world_;
  std::vector<std::unique_ptr<KeySet>> sets_;  ///< by place among the providers
};

}  // namespace spindrift::model
