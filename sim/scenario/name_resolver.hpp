#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/history/names.hpp"
#include "sim/scenario/value_reader.hpp"
#include "sim/scenario/written.hpp"

namespace spindrift::scenario {

/// Finds the clusters and servers that names and patterns mean.
class NameResolver {
 public:
  /// `root` is the scenario's JSON, to say where a name stands.
  NameResolver(const history::Topology& topology, const Json& root, Reading& reading);

  /// In the order of the names; within a pattern in the order of the topology. Each once. A name of
  /// a cluster means all its servers. Reports names that mean nobody.
  [[nodiscard]] std::vector<history::ServerId> servers(const Names& names,
                                                       const std::string& pointer);
  [[nodiscard]] std::vector<history::ClusterId> clusters(const Names& names,
                                                         const std::string& pointer);
  /// The only one that a name means; `none`, and a problem, when it means none or several.
  [[nodiscard]] history::ServerId server(const std::string& name, const std::string& pointer);
  [[nodiscard]] history::ClusterId cluster(const std::string& name, const std::string& pointer);

 private:
  template <class Id>
  struct Kind {
    std::map<std::string, Id, std::less<>> by_name;
    std::vector<std::string> names;
  };

  template <class Id, class Take>
  bool find(const Kind<Id>& kind, std::string_view text, const std::string& pointer,
            const Take& take);
  [[nodiscard]] bool may_look_at(std::size_t names, const std::string& pointer);
  void report_nobody(const std::string& text, const std::string& pointer, bool is_server);
  [[nodiscard]] static std::string pointer_of(const Names& names, const std::string& pointer,
                                              std::size_t place);

  const history::Topology& topology_;
  const Json& root_;
  Reading& reading_;
  Kind<history::ClusterId> clusters_;
  Kind<history::ServerId> servers_;
  std::size_t looked_at_ = 0;
};

}  // namespace spindrift::scenario
