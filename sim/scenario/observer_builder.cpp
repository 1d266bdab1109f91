#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/deployment_builder.hpp"
#include "sim/scenario/pattern.hpp"

namespace spindrift::scenario {

using history::ObserverId;
using history::ObserverKind;
using history::ServerId;

namespace {

class ObserverBuilder {
 public:
  ObserverBuilder(const ScenarioWritten& written, const Json& root, NameResolver& names,
                  Reading& reading, model::Deployment& deployment)
      : written_{written}, root_{root}, names_{names}, reading_{reading}, deployment_{deployment} {
    for (const auto& observer : deployment.topology.observers) taken_.emplace(observer.name, 0);
  }

  void build() {
    for (std::size_t place = 0; place < written_.providers.size(); ++place) add_provider(place);
    if (reading_.has_problem_in("/discovery_providers")) return;
    for (std::size_t place = 0; place < written_.parties.size(); ++place) add_party(place);
  }

 private:
  void fail(const std::string& pointer, std::string message) {
    reading_.fail(nearest_at(root_, pointer).position, pointer, std::move(message),
                  ProblemKind::meaning);
  }
  /// False, and a problem, when another observer has the name.
  bool take_name(const std::string& name, const std::string& pointer, std::uint32_t id) {
    if (taken_.emplace(name, id).second) return true;
    fail(child(pointer, "name"), fmt::format("two observers are named \"{}\"", name));
    return false;
  }
  [[nodiscard]] std::uint32_t next_id() const {
    return static_cast<std::uint32_t>(deployment_.topology.observers.size());
  }

  void add_provider(std::size_t place) {
    const ProviderWritten& own = written_.providers[place];
    const std::string pointer = child("/discovery_providers", place);
    if (reading_.has_problem_in(pointer)) return;
    const ServerId server = names_.server(own.server, child(pointer, "server"));
    if (server == ServerId::none) return;
    model::DiscoveryProvider provider = own.options;
    provider.name = own.name.empty() ? "discovery-" + own.server : own.name;
    provider.server = server;
    if (!take_name(provider.name, pointer, next_id())) return;
    providers_.emplace(provider.name, next_id());
    provider_names_.push_back(provider.name);
    history::Observer& observer = deployment_.topology.observers.emplace_back();
    observer.name = provider.name;
    observer.kind = ObserverKind::discovery_provider;
    observer.server = server;
    observer.cluster = deployment_.topology.at(server).cluster;
    deployment_.providers.push_back(std::move(provider));
  }

  void add_party(std::size_t place) {
    const PartyWritten& own = written_.parties[place];
    const std::string pointer = child("/relying_parties", place);
    if (reading_.has_problem_in(pointer)) return;
    const auto found = providers_.find(own.provider);
    if (found == providers_.end()) {
      return fail(child(pointer, "provider"),
                  fmt::format("no discovery provider is named \"{}\"{}", own.provider,
                              suggestion(own.provider, provider_names_)));
    }
    model::RelyingParty party = own.options;
    party.name =
        own.name.empty() ? fmt::format("{}-relying-party-{}", own.provider, place + 1) : own.name;
    party.provider = ObserverId{found->second};
    if (!take_name(party.name, pointer, next_id())) return;
    history::Observer& observer = deployment_.topology.observers.emplace_back();
    observer.name = party.name;
    observer.kind = ObserverKind::relying_party;
    observer.cluster = deployment_.topology.at(party.provider).cluster;
    observer.source = party.provider;
    deployment_.relying_parties.push_back(std::move(party));
  }

  const ScenarioWritten& written_;
  const Json& root_;
  NameResolver& names_;
  Reading& reading_;
  model::Deployment& deployment_;
  std::map<std::string, std::uint32_t, std::less<>> taken_;
  std::map<std::string, std::uint32_t, std::less<>> providers_;
  std::vector<std::string> provider_names_;
};

}  // namespace

void build_observers(const ScenarioWritten& written, const Json& root, NameResolver& names,
                     Reading& reading, model::Deployment& deployment) {
  ObserverBuilder{written, root, names, reading, deployment}.build();
}

}  // namespace spindrift::scenario
