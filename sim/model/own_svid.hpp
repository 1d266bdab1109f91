#pragma once

#include <optional>

#include "sim/kernel/task.hpp"
#include "sim/kernel/ticker.hpp"
#include "sim/model/bundle.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

class ServerLife;

/// The X.509-SVID that a server signs for itself when it starts and renews after half of its life
/// (R6 and the constants). Of all that others see the root that it hangs under alone, so renewals
/// by an authority that has signed it before are worked out when they are asked for. Those that
/// call a KMS are made, and so are all once the server was frozen, which puts them off the grid.
class OwnSvid {
 public:
  OwnSvid(World& world, ServerLife& server);

  /// Has the current X.509 authority sign a new one. Throws when that has expired.
  kernel::Task<> renew();

  /// Looks every 5 s from now on whether to renew it.
  kernel::Process watch();

  /// Another X.509 authority may be the current one from now on.
  void authority_may_have_changed();
  /// No more renewals are left out.
  void watch_for_good();

  /// When it expires. Right once no more renewals are left out.
  [[nodiscard]] Time not_after() const { return not_after_; }
  /// Whether it has, and could not be renewed.
  [[nodiscard]] bool has_expired() const;
  /// The root that it hangs under (R24).
  [[nodiscard]] Key root() const { return root_; }
  /// Whether who holds these roots can tell that it is genuine (R24).
  [[nodiscard]] bool is_known_by(const BundleVersion& roots) const;

 private:
  [[nodiscard]] Time due() const;
  [[nodiscard]] Time after_half_its_life() const;
  [[nodiscard]] Duration until_it_signs() const;
  /// With the times of that moment.
  kernel::Task<> renew(Time now);
  [[nodiscard]] Duration time_to_live() const;
  void sign_at(Time now);
  void watch_from_now_on();
  void make_up_for_what_was_left_out();

  World& world_;
  ServerLife& server_;
  std::optional<kernel::Ticker> ticks_;
  Time first_tick_{};
  bool is_watched_;
  bool is_watched_for_good_;
  Key authority_;  ///< that signed it
  Time authority_not_after_{};
  Key root_;
  Key root_cross_signed_by_;
  Time issued_at_{};
  Time not_after_{};
};

}  // namespace spindrift::model
