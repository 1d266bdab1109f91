#pragma once

#include <string>
#include <utility>
#include <vector>

namespace spindrift::analysis {

/// Maps values to pixels, and says where ticks stand.
class ChartAxis {
 public:
  /// From `low` to `high`, rounded outwards when linear. REQUIRES: low > 0 when logarithmic.
  ChartAxis(double low, double high, bool is_logarithmic, double first_pixel, double last_pixel);

  [[nodiscard]] double pixel(double value) const;
  /// Values and their texts.
  [[nodiscard]] const std::vector<std::pair<double, std::string>>& ticks() const { return ticks_; }

 private:
  [[nodiscard]] double scaled(double value) const;

  bool is_logarithmic_;
  double low_;
  double high_;
  double first_pixel_;
  double last_pixel_;
  std::vector<std::pair<double, std::string>> ticks_;
};

}  // namespace spindrift::analysis
