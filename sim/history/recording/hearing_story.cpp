#include <algorithm>
#include <array>
#include <set>

#include "sim/history/recording/inferred_silence.hpp"
#include "sim/history/recording/stories.hpp"

namespace spindrift::history {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// A change upstream takes one poll and one look to arrive, and one poll more where the first is
/// discarded because it overlaps a mint (R11) or meets the upstream's cache (R17).
constexpr Duration longest_way = seconds{12};
constexpr Duration poll_interval = seconds{5};
/// An error that comes this soon after a client was started means that it never answered.
constexpr Duration start_slack = milliseconds{600};
/// The subscription is opened 5 s into the run phase (R12); nothing else starts a client then.
constexpr Duration subscription_slack = milliseconds{4500};

bool is_polling_error(const LogRow& row) {
  return row.message == "Failed to fetch bundle while polling";
}

/// Whether that version keeps one subscription open instead of streams: 1.12.4 and later (R12).
bool is_always_subscribed(const std::string& version) {
  std::array<int, 3> parts{};
  std::size_t begin = 0;
  for (int& part : parts) {
    part = std::atoi(version.c_str() + std::min(begin, version.size()));
    begin =
        version.find('.', begin) == version.npos ? version.size() : version.find('.', begin) + 1;
  }
  return parts >= std::array{1, 12, 4};
}

/// What one life of a nested server said of its streams and polls.
class Hearing {
 public:
  Hearing(const RecordedLifetime& life, std::vector<const LogRow*> rows, Drafts& drafts)
      : life_{life}, rows_{std::move(rows)}, drafts_{drafts} {}

  void tell() {
    const bool subscribes = is_always_subscribed(life_.version);
    for (std::size_t place = 0; place < rows_.size(); ++place) {
      const LogRow& row = *rows_[place];
      if (is_polling_error(row)) polling_failed(place);
      if (row.message == "Poll bundle updates context done") {
        close_all(row.at, "polling ended");
      } else if (subscribes) {
        if (row.message == "Watching X.509 contexts" && !is_open(Channel::subscription)) {
          subscribe(place);
        }
      } else {
        stream_said(row);
      }
    }
    attempt_reached_upstream();  // one that hung until the end
  }

 private:
  void add(Time at, Payload what) { drafts_.push_back({at, Teller::hearing, std::move(what)}); }
  [[nodiscard]] bool is_open(Channel channel) const { return open_.contains(channel); }

  void open(Channel channel, Time at) {
    if (!open_.insert(channel).second) return;
    add(at, ListeningOpened{life_.server, channel});
  }

  void close(Channel channel, Time at, const std::string& why) {
    if (open_.erase(channel) == 0) return;
    add(at, ListeningClosed{life_.server, channel, why});
  }

  void close_all(Time at, const std::string& why) {
    for (const Channel channel :
         {Channel::x509_stream, Channel::jwt_stream, Channel::subscription}) {
      close(channel, at, why);
    }
  }

  void stream_said(const LogRow& row) {
    if (row.message == "Preparing X509 CA") {
      attempt_ = {Channel::x509_stream, row.at};
    } else if (row.message == "Preparing JWT key") {
      attempt_ = {Channel::jwt_stream, row.at};
    } else if (row.message == "X509 CA prepared" || row.message == "JWT key prepared") {
      attempt_reached_upstream();
      open(row.message == "JWT key prepared" ? Channel::jwt_stream : Channel::x509_stream, row.at);
    } else if (row.message.starts_with("Unable to rotate")) {
      // Without a new key the upstream was never asked, and the old stream goes on.
      if (row.error.find("keymanager(") != row.error.npos) attempt_.reset();
      attempt_reached_upstream();
    } else if (row.message == "Watching X.509 contexts" && !attempt_ && open_.empty()) {
      // Nothing of its own made it start the client: it forwards for a downstream (R11).
      open(Channel::jwt_stream, row.at);
    }
  }

  /// A mint or publication closes the stream of its kind before it starts (R11).
  void attempt_reached_upstream() {
    if (!attempt_) return;
    close(
        attempt_->first, attempt_->second,
        attempt_->first == Channel::jwt_stream ? "a new publication begins" : "a new mint begins");
    attempt_.reset();
  }

  void subscribe(std::size_t place) {
    const LogRow& row = *rows_[place];
    if (!life_.listening_at || row.at - *life_.listening_at < subscription_slack) return;
    for (std::size_t next = place + 1; next < rows_.size(); ++next) {
      const LogRow& later = *rows_[next];
      if (later.at - row.at > start_slack) break;
      const bool fails = is_polling_error(later) ||
                         later.message == "Poll bundle updates context done" ||
                         later.message.starts_with("Failed to watch the Workload API");
      if (fails) return;
    }
    open(Channel::subscription, row.at);
  }

  /// The first failed poll of a row of them is told, and the good one after the last.
  void polling_failed(std::size_t place) {
    const LogRow& row = *rows_[place];
    if (!stopped_) add(row.at, PollingStopped{life_.server, row.error});
    stopped_ = true;
    for (std::size_t next = place + 1; next < rows_.size(); ++next) {
      const LogRow& later = *rows_[next];
      if (later.at - row.at > poll_interval + poll_interval / 2) break;
      if (is_polling_error(later) || later.message == "Poll bundle updates context done") return;
    }
    const Time resumed = row.at + poll_interval;
    if (life_.ended_at && *life_.ended_at <= resumed) return;
    add(resumed, PollingResumed{life_.server, ServerId::none});
    stopped_ = false;
  }

  const RecordedLifetime& life_;
  std::vector<const LogRow*> rows_;
  Drafts& drafts_;
  std::set<Channel> open_;
  std::optional<std::pair<Channel, Time>> attempt_;
  bool stopped_ = false;
};

/// When a change upstream did not arrive, nobody in the cluster can have been polling well, whether
/// the logs say so or not: a frozen upstream leaves no line.
class MissedChanges {
 public:
  MissedChanges(const Recording& recording, const std::vector<RecordedLifetime>& lives,
                Drafts& drafts)
      : recording_{recording}, lives_{lives}, drafts_{drafts} {}

  void tell() {
    const Topology& topology = recording_.inputs.topology;
    for (std::size_t place = 0; place < topology.clusters.size(); ++place) {
      const ClusterId cluster{static_cast<std::uint32_t>(place)};
      if (topology.at(cluster).upstream != ClusterId::none) look_at(cluster);
    }
  }

 private:
  void look_at(ClusterId cluster) {
    const Topology& topology = recording_.inputs.topology;
    const std::string& upstream = topology.at(topology.at(cluster).upstream).name;
    Time covered{};  // up to here silence is already told
    std::set<std::string> known;
    for (const BundleRow& row : recording_.bundles) {
      if (row.cluster != upstream) continue;
      for (const BundleKeyRow& key : row.jwt_keys) {
        if (!known.insert(key.kid).second || row.at < covered) continue;
        const Time arrived = arrival(topology.at(cluster).name, key.kid);
        const bool too_late = arrived - row.at > longest_way;
        const bool would_be_seen = recording_.inputs.ends - row.at > longest_way;
        if (!too_late || !would_be_seen) continue;
        silence(cluster, row.at, arrived);
        covered = arrived;
      }
    }
  }

  [[nodiscard]] Time arrival(const std::string& cluster, const std::string& kid) const {
    for (const BundleRow& row : recording_.bundles) {
      const bool lists =
          row.cluster == cluster &&
          std::ranges::any_of(row.jwt_keys, [&](const auto& key) { return key.kid == kid; });
      if (lists) return row.at;
    }
    return kernel::never;
  }

  void silence(ClusterId cluster, Time from, Time until) {
    for (const RecordedLifetime& life : lives_) {
      const bool is_meant =
          recording_.inputs.topology.at(life.server).cluster == cluster && life.holds(from);
      if (!is_meant) continue;
      drafts_.push_back(
          {from, Teller::hearing, PollingStopped{life.server, std::string{inferred_silence}}});
      if (until < recording_.inputs.ends && life.holds(until)) {
        drafts_.push_back({until, Teller::hearing, PollingResumed{life.server, ServerId::none}});
      }
    }
  }

  const Recording& recording_;
  const std::vector<RecordedLifetime>& lives_;
  Drafts& drafts_;
};

}  // namespace

void tell_hearing(const Recording& recording, const std::vector<RecordedLifetime>& lives,
                  Drafts& drafts) {
  const Topology& topology = recording.inputs.topology;
  for (const RecordedLifetime& life : lives) {
    if (topology.at(topology.at(life.server).cluster).upstream == ClusterId::none) continue;
    std::vector<const LogRow*> rows;
    for (const LogRow& row : recording.log) {
      if (topology.find_server(row.who) == life.server && life.holds(row.at)) rows.push_back(&row);
    }
    Hearing{life, std::move(rows), drafts}.tell();
  }
  MissedChanges{recording, lives, drafts}.tell();
}

}  // namespace spindrift::history
