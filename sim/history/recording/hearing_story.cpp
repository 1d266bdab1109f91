#include <algorithm>
#include <array>
#include <set>

#include "sim/history/recording/stories.hpp"

namespace spindrift::history {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

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
}

}  // namespace spindrift::history
