#include "analysis/report/csv_tables.hpp"

#include <fmt/format.h>

#include "analysis/csv_field.hpp"

namespace spindrift::report {
namespace {

/// Seconds, to the nanosecond, without what is not needed.
std::string seconds(history::Duration span) {
  const auto count = span.count();
  std::string text = fmt::format("{}.{:09}", count / 1'000'000'000, count % 1'000'000'000);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string seconds(history::Time moment) { return seconds(moment.time_since_epoch()); }

std::string seconds(const std::optional<history::Time>& moment) {
  return moment ? seconds(*moment) : "";
}

class Table {
 public:
  Table(std::string name, std::vector<std::string> head) : file_{std::move(name) + ".csv", {}} {
    add(head);
  }

  void add(const std::vector<std::string>& cells) {
    std::string line;
    for (const std::string& cell : cells) {
      if (&cell != &cells.front()) line += ',';
      line += analysis::csv_field(cell);
    }
    file_.text += line + "\r\n";
  }

  [[nodiscard]] NamedFile take() { return std::move(file_); }

 private:
  NamedFile file_;
};

NamedFile clusters(const Material& material) {
  Table table{"clusters",
              {"cluster", "servers", "jwt_keys", "read_at_seconds", "jwt_keys_at_most",
               "at_most_since_seconds", "keys_missed", "longest_missing_seconds", "deaf_seconds",
               "diverged_since_seconds", "diverged_until_seconds", "failed_verifications"}};
  for (const ClusterFinding& each : material.findings.clusters) {
    table.add(
        {material.name(each.cluster), std::to_string(each.servers), std::to_string(each.keys_read),
         seconds(material.findings.read_at), std::to_string(each.keys_at_most),
         seconds(each.at_most_since), std::to_string(each.missed), seconds(each.longest_missing),
         seconds(each.deaf), each.episode ? seconds(each.episode->since) : "",
         each.episode ? seconds(each.episode->until) : "", fmt::format("{:.6f}", each.failed)});
  }
  return table.take();
}

NamedFile key_counts(const Material& material) {
  Table table{"key-counts", {"at_seconds", "cluster", "jwt_keys"}};
  for (const analysis::CountStep& each : material.membership.steps()) {
    table.add({seconds(each.from), material.name(each.cluster), std::to_string(each.count)});
  }
  return table.take();
}

NamedFile listings(const Material& material) {
  Table table{"listings", {"cluster", "key", "from_seconds", "until_seconds"}};
  for (const analysis::Listing& each : material.membership.listings()) {
    table.add({material.name(each.cluster), to_string(material.topology(), each.key),
               seconds(each.from), seconds(each.until)});
  }
  return table.take();
}

NamedFile absences(const Material& material) {
  Table table{"absences", {"cluster", "key", "published_in", "since_seconds", "until_seconds"}};
  for (const analysis::MissingKey& each : material.absences()) {
    table.add({material.name(each.cluster), to_string(material.topology(), each.key),
               material.name(each.published_in), seconds(each.since), seconds(each.until)});
  }
  return table.take();
}

NamedFile lives(const Material& material) {
  Table table{"lives",
              {"server", "version", "started_seconds", "answers_seconds", "ended_seconds",
               "ended_by_itself", "why"}};
  for (const auto& of_server : material.lives.all()) {
    for (const Life& life : of_server) {
      table.add({material.name(life.server), life.version, seconds(life.spawned),
                 seconds(life.listening), seconds(life.ended),
                 life.ended_by_itself ? "true" : "false", life.why});
    }
  }
  return table.take();
}

NamedFile options(const Material& material) {
  Table table{"options", {"option", "value", "from"}};
  for (const Option& each : material.subject.options) {
    table.add({each.pointer, each.value, each.origin});
  }
  return table.take();
}

}  // namespace

std::vector<NamedFile> csv_tables(const Material& material) {
  return {clusters(material), key_counts(material), listings(material),
          absences(material), lives(material),      options(material)};
}

}  // namespace spindrift::report
