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
            const Lanes& lanes, const TimeScale& scale, std::size_t thinning)
      : page_{page},
        material_{material},
        causes_{causes},
        lanes_{lanes},
        scale_{scale},
        thinning_{thinning},
        arrows_{arrows_of(material, causes, lanes, scale.from(), scale.until(), most_arrows())} {}

  /// Whether all arrows are drawn: there may be too many.
  [[nodiscard]] bool has_every_arrow() const { return arrows_.size() < most_arrows(); }

  void draw() const;

 private:
  void draw_bundle(const Lanes::Lane& lane) const;
  void draw_missing(const Lanes::Lane& lane) const;
  void draw_lives(const Lanes::Lane& lane) const;
  void draw_life(const Lanes::Lane& lane, const Life& life) const;
  void draw_arrows() const;
  void draw_keys() const;
  [[nodiscard]] std::string life_text(const Life& life) const;
  [[nodiscard]] std::size_t most_arrows() const { return 3000 / thinning_; }
  [[nodiscard]] bool is_seen(history::Time from, history::Time until) const {
    return until >= scale_.from() && from <= scale_.until();
  }

  Markup& page_;
  const Material& material_;
  const analysis::CauseGraph& causes_;
  const Lanes& lanes_;
  const TimeScale& scale_;
  std::size_t thinning_;
  std::vector<CauseArrow> arrows_;
};

}  // namespace spindrift::report
