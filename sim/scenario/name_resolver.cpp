#include "sim/scenario/name_resolver.hpp"

#include <set>

#include <fmt/format.h>

#include "sim/scenario/pattern.hpp"

namespace spindrift::scenario {

using history::ClusterId;
using history::ServerId;

namespace {

/// Patterns are spelled out and compared with every name; more of this would take many seconds.
constexpr std::size_t comparisons_max = 20'000'000;

bool has_star(std::string_view text) { return text.find('*') != std::string_view::npos; }
bool has_slash(std::string_view text) { return text.find('/') != std::string_view::npos; }

}  // namespace

NameResolver::NameResolver(const history::Topology& topology, const Json& root, Reading& reading)
    : topology_{topology}, root_{root}, reading_{reading} {
  for (std::size_t place = 0; place < topology.clusters.size(); ++place) {
    const std::string& name = topology.clusters[place].name;
    clusters_.by_name.emplace(name, static_cast<ClusterId>(place));
    clusters_.names.push_back(name);
  }
  for (std::size_t place = 0; place < topology.servers.size(); ++place) {
    const std::string& name = topology.servers[place].name;
    servers_.by_name.emplace(name, static_cast<ServerId>(place));
    servers_.names.push_back(name);
  }
}

std::string NameResolver::pointer_of(const Names& names, const std::string& pointer,
                                     std::size_t place) {
  return names.texts.size() == 1 ? pointer : child(pointer, place);
}

bool NameResolver::may_look_at(std::size_t names, const std::string& pointer) {
  if (looked_at_ > comparisons_max) return false;
  looked_at_ += names;
  if (looked_at_ <= comparisons_max) return true;
  reading_.fail(nearest_at(root_, pointer).position, pointer,
                fmt::format("the patterns up to this one take more than {} comparisons with names",
                            comparisons_max),
                ProblemKind::meaning);
  return false;
}

template <class Id, class Take>
bool NameResolver::find(const Kind<Id>& kind, std::string_view text, const std::string& pointer,
                        const Take& take) {
  if (!may_look_at(0, pointer)) return true;
  const auto expansions = expand(text, servers_max);
  if (!may_look_at(expansions.size(), pointer)) return true;
  bool found = false;
  for (const Expansion& expansion : expansions) {
    if (!has_star(expansion.name)) {
      const auto exact = kind.by_name.find(expansion.name);
      if (exact == kind.by_name.end()) return false;
      take(exact->second);
      found = true;
      continue;
    }
    if (!may_look_at(kind.names.size(), pointer)) return true;
    for (std::size_t place = 0; place < kind.names.size(); ++place) {
      if (!matches(expansion.name, kind.names[place])) continue;
      take(static_cast<Id>(place));
      found = true;
    }
  }
  return found;
}

std::vector<ServerId> NameResolver::servers(const Names& names, const std::string& pointer) {
  std::vector<ServerId> found;
  std::set<ServerId> seen;
  const auto take = [&](ServerId server) {
    if (seen.insert(server).second) found.push_back(server);
  };
  const auto take_all = [&](ClusterId cluster) {
    for (const ServerId server : topology_.at(cluster).servers) take(server);
  };
  for (std::size_t place = 0; place < names.texts.size(); ++place) {
    const std::string& text = names.texts[place];
    const std::string where = pointer_of(names, pointer, place);
    const bool is_known = has_slash(text) ? find(servers_, text, where, take)
                                          : find(clusters_, text, where, take_all);
    if (!is_known) report_nobody(text, where, has_slash(text));
  }
  return found;
}

std::vector<ClusterId> NameResolver::clusters(const Names& names, const std::string& pointer) {
  std::vector<ClusterId> found;
  std::set<ClusterId> seen;
  const auto take = [&](ClusterId cluster) {
    if (seen.insert(cluster).second) found.push_back(cluster);
  };
  for (std::size_t place = 0; place < names.texts.size(); ++place) {
    const std::string where = pointer_of(names, pointer, place);
    if (!find(clusters_, names.texts[place], where, take)) {
      report_nobody(names.texts[place], where, false);
    }
  }
  return found;
}

ServerId NameResolver::server(const std::string& name, const std::string& pointer) {
  const auto found = servers_.by_name.find(name);
  if (found != servers_.by_name.end()) return found->second;
  report_nobody(name, pointer, true);
  return ServerId::none;
}

ClusterId NameResolver::cluster(const std::string& name, const std::string& pointer) {
  const auto found = clusters_.by_name.find(name);
  if (found != clusters_.by_name.end()) return found->second;
  report_nobody(name, pointer, false);
  return ClusterId::none;
}

void NameResolver::report_nobody(const std::string& text, const std::string& pointer,
                                 bool is_server) {
  // Looking for the nearest name takes time that many wrong names would multiply.
  if (is_full(reading_.problems)) return;
  const std::vector<std::string>& names = is_server ? servers_.names : clusters_.names;
  const auto expansions = expand(text, servers_max);
  std::string missing = text;
  for (const Expansion& expansion : expansions) {
    if (has_star(expansion.name)) continue;
    if (is_server ? servers_.by_name.contains(expansion.name)
                  : clusters_.by_name.contains(expansion.name)) {
      continue;
    }
    missing = expansion.name;
    break;
  }
  const std::string in = missing == text ? "" : fmt::format(" (of \"{}\")", text);
  reading_.fail(nearest_at(root_, pointer).position, pointer,
                fmt::format("no {} is named \"{}\"{}{}", is_server ? "server" : "cluster", missing,
                            in, suggestion(missing, names)),
                ProblemKind::meaning);
}

}  // namespace spindrift::scenario
