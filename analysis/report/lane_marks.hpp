#pragma once

#include "analysis/report/lanes.hpp"
#include "analysis/report/markup.hpp"
#include "analysis/report/time_scale.hpp"

namespace spindrift::report {

/// Draws what stands on the lanes of one diagram.
class LaneMarks {
 public:
  /// All must outlive this.
  LaneMarks(Markup& page, const Material& material, const analysis::CauseGraph& causes,
            const Lanes& lanes, const TimeScale& scale)
      : page_{page}, material_{material}, causes_{causes}, lanes_{lanes}, scale_{scale} {}

  void draw() const;

 private:
  void draw_bundle(const Lanes::Lane& lane) const;
  void draw_missing(const Lanes::Lane& lane) const;
  void draw_lives(const Lanes::Lane& lane) const;
  void draw_life(const Lanes::Lane& lane, const Life& life) const;
  void draw_arrows() const;
  void draw_keys() const;
  [[nodiscard]] std::string life_text(const Life& life) const;
  [[nodiscard]] bool is_seen(history::Time from, history::Time until) const {
    return until >= scale_.from() && from <= scale_.until();
  }

  Markup& page_;
  const Material& material_;
  const analysis::CauseGraph& causes_;
  const Lanes& lanes_;
  const TimeScale& scale_;
};

}  // namespace spindrift::report
