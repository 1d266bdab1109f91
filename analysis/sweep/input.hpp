#pragma once

#include <string>
#include <variant>
#include <vector>

#include "analysis/sweep/plan_fields.hpp"
#include "sim/kernel/time.hpp"
#include "sim/scenario/value_reader.hpp"

namespace spindrift::sweep {

/// Whole steps above a least value: `from`, `from + step` … not above `to`. A real number without
/// a step is anywhere between the two.
struct TimeRange {
  kernel::Duration from{};
  kernel::Duration to{};
  kernel::Duration step{1};
};
struct NumberRange {
  double from = 0;
  double to = 0;
  double step = 0;  ///< 0: any number
};

/// A value of the scenario that varies. All values are JSON texts, as `--set path=` takes them.
class Input {
 public:
  Input(std::string path, std::vector<std::string> values)
      : path_{std::move(path)}, choice_{std::move(values)} {}
  Input(std::string path, TimeRange range) : path_{std::move(path)}, choice_{range} {}
  Input(std::string path, NumberRange range) : path_{std::move(path)}, choice_{range} {}

  [[nodiscard]] const std::string& path() const { return path_; }

  /// The value at a share of the range; shares from [0, 1) fall on each listed value, and on each
  /// step, equally often.
  [[nodiscard]] std::string at(double share) const;

  /// All values of a grid. Empty when it has no end of them.
  [[nodiscard]] const std::vector<std::string>* listed() const {
    return std::get_if<std::vector<std::string>>(&choice_);
  }

  /// "path=value".
  [[nodiscard]] std::string assignment(const std::string& value) const {
    return path_ + '=' + value;
  }

 private:
  std::string path_;
  std::variant<std::vector<std::string>, TimeRange, NumberRange> choice_;
};

/// What is written, as an input; for a grid always with listed values. Reports what is wrong.
[[nodiscard]] std::vector<Input> build_inputs(const PlanWritten& written,
                                              const scenario::Json& json,
                                              scenario::Reading& reading);

}  // namespace spindrift::sweep
