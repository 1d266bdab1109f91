#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/kernel/scope.hpp"
#include "sim/kernel/signal.hpp"
#include "sim/kernel/task.hpp"
#include "sim/model/key_manager.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

class ServerLife;

/// The place where a server runs: its configuration and its disk, which outlive any one process.
/// It starts and ends processes; a supervisor may start them again.
class ServerHost {
 public:
  ServerHost(World& world, ServerId id);
  ~ServerHost();
  ServerHost(const ServerHost&) = delete;
  ServerHost& operator=(const ServerHost&) = delete;
  ServerHost(ServerHost&&) = delete;
  ServerHost& operator=(ServerHost&&) = delete;

  /// Starts a process, unless one runs.
  void spawn();
  /// A clean end: calls in flight are cut, or waited for (R7c). Returns when the process is gone.
  kernel::Task<> stop(std::string why);
  /// SIGKILL. The host's kernel resets its connections.
  void kill(const std::string& why);
  /// The host is gone: whoever is connected hears nothing (R21).
  void vanish();
  void pause();
  void resume();
  void lose_disk();

  /// Called by the process itself: SPIRE ended on an error (R6, R7, R12).
  void end_by_itself(const std::string& why);

  [[nodiscard]] ServerId id() const { return id_; }
  [[nodiscard]] ClusterId cluster() const { return cluster_; }
  [[nodiscard]] const ClusterOptions& options() const { return options_; }
  [[nodiscard]] bool is_running() const { return running_; }
  [[nodiscard]] bool is_paused() const { return paused_; }
  /// Whether it goes on at this instant with an X.509-SVID that expired while it was paused: the
  /// handshakes that waited are answered with it, before the next look renews it (R21).
  [[nodiscard]] bool resumes_with_expired_svid() const;
  /// The running process; null when none runs.
  [[nodiscard]] ServerLife* life() { return running_ ? life_.get() : nullptr; }
  [[nodiscard]] const ServerLife* life() const { return running_ ? life_.get() : nullptr; }
  /// When that process's host vanished without a word, if it did.
  [[nodiscard]] std::optional<Time> has_vanished(std::uint32_t life_number) const {
    return vanished_life_ == life_number ? vanished_at_ : std::nullopt;
  }
  /// Counts the processes started here so far.
  [[nodiscard]] std::uint32_t life_number() const { return lives_; }
  /// When the process before this one ended; 0: there was none.
  [[nodiscard]] Time ended_at() const { return ended_at_; }
  [[nodiscard]] Disk& disk() { return disk_; }
  /// What the names of its draws for calls of a KMS begin with.
  [[nodiscard]] const kernel::StreamName& kms_luck() const { return kms_luck_; }
  [[nodiscard]] std::string identity_value() const;
  /// By which it finds its keys in the KMS again (R14); none while its file is gone.
  [[nodiscard]] std::optional<std::string> kms_identity() const;

  /// The key that the next generation of that type makes; `next_key` uses the number up.
  [[nodiscard]] Key peek_key(KeyType type) const;
  Key next_key(KeyType type);

  /// From the next start on, this host runs that version.
  void set_behaviour(const Behaviour& behaviour) { behaviour_ = &world_.kept(behaviour); }
  [[nodiscard]] const Behaviour& behaviour() const { return *behaviour_; }
  void set_supervised(bool supervised) { supervised_ = supervised; }

  /// The root that an X.509 authority made here hangs under; none for another's. Part of its
  /// certificate chain, which journal rows keep.
  [[nodiscard]] Key root_of(const Key& authority) const;
  void remember_root(const Key& authority, const Key& root);

  /// What a recording says of the start of that process; none outside replays.
  struct RecordedStart {
    Duration process_start{};
    std::optional<Time> listening_at;
    bool is_exact = false;                 ///< the machine's luck is told by the input
    std::int64_t per_cent_of_usual = 100;  ///< how long it took; its luck grows with that
  };
  [[nodiscard]] std::optional<RecordedStart> recorded_start(std::uint32_t life_number) const;

  /// Raised when a process listens, ends, vanishes, is paused or resumed.
  kernel::Signal changed;

 private:
  void gone(const std::string& why, bool by_itself);
  [[nodiscard]] Duration expected_kms_time() const;
  [[nodiscard]] int keys_to_make() const;
  [[nodiscard]] bool starts_beside_another(Time spawned_at) const;
  kernel::Process supervise();

  // First what everybody looks at who deals with the server: in a fleet it is seldom in the cache.
  World& world_;
  const ClusterOptions& options_;
  const Behaviour* behaviour_;
  ServerId id_;
  ClusterId cluster_;
  std::unique_ptr<ServerLife> life_;
  std::uint32_t lives_ = 0;
  std::uint32_t vanished_life_ = 0;
  bool running_ = false;
  bool paused_ = false;
  bool supervised_ = false;
  std::array<std::uint32_t, 3> keys_made_{};
  std::vector<Key> roots_;  ///< by number of the authority
  Disk disk_;
  kernel::StreamName kms_luck_;
  Time ended_at_{};
  Duration back_off_{};
  Time spawned_at_{};
  std::optional<Time> vanished_at_;
  std::optional<Time> resumed_expired_at_;
};

}  // namespace spindrift::model
