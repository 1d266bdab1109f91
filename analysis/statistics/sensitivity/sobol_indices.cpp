#include "analysis/statistics/sensitivity/sobol_indices.hpp"

#include <algorithm>

#include "analysis/statistics/internal/contract.hpp"
#include "analysis/statistics/intervals/sample_quantile.hpp"
#include "analysis/statistics/moments/running_moments.hpp"

namespace spindrift::statistics {

using internal::as_real;

namespace {

/// The sums over rows that the estimators are made of.
struct Sums {
  double output = 0.0;
  double square = 0.0;
  std::vector<double> first_order;
  std::vector<double> total_order;

  explicit Sums(std::size_t inputs) : first_order(inputs), total_order(inputs) {}

  /// A row's outputs: A, the hybrids, B.
  void add(std::span<const double> row) {
    const double a = row.front();
    const double b = row.back();
    output += a + b;
    square += a * a + b * b;
    for (std::size_t input = 0; input < first_order.size(); ++input) {
      const double effect = row[input + 1] - a;
      first_order[input] += b * effect;
      total_order[input] += 0.5 * effect * effect;
    }
  }

  [[nodiscard]] double variance(std::size_t rows) const {
    const double mean = output / as_real(2 * rows);
    return square / as_real(2 * rows) - mean * mean;
  }
};

/// What each bootstrap resample gave for one input.
struct Resampled {
  std::vector<double> first_order;
  std::vector<double> total_order;
};

double share_of(double sum, std::size_t rows, double variance) {
  return variance > 0.0 ? sum / as_real(rows) / variance : 0.0;
}

ConfidenceInterval percentile_interval(double estimate, std::vector<double>& resampled,
                                       double level) {
  std::ranges::sort(resampled);
  return {estimate, sample_quantile(resampled, 0.5 - 0.5 * level),
          sample_quantile(resampled, 0.5 + 0.5 * level), level};
}

/// The outputs less the mean of the A and B points, row by row.
class CentredRows {
 public:
  CentredRows(std::span<const double> outputs, std::size_t inputs)
      : values_(outputs.begin(), outputs.end()), width_(inputs + 2) {
    RunningMoments base;
    for (std::size_t row = 0; row < count(); ++row) {
      base.add((*this)[row].front());
      base.add((*this)[row].back());
    }
    mean_ = base.mean();
    for (double& value : values_) {
      internal::require_finite(value, "an output is finite");
      value -= mean_;
    }
  }

  [[nodiscard]] std::size_t count() const { return values_.size() / width_; }
  [[nodiscard]] double mean() const { return mean_; }
  [[nodiscard]] std::span<const double> operator[](std::size_t row) const {
    return std::span(values_).subspan(row * width_, width_);
  }

 private:
  std::vector<double> values_;
  std::size_t width_;
  double mean_ = 0.0;
};

std::vector<Resampled> bootstrap(const CentredRows& rows, std::size_t inputs, std::size_t resamples,
                                 const UniformSource& uniform) {
  std::vector<Resampled> resampled(inputs);
  for (std::size_t resample = 0; resample < resamples; ++resample) {
    Sums sums(inputs);
    for (std::size_t drawn = 0; drawn < rows.count(); ++drawn) {
      sums.add(rows[draw_below(rows.count(), uniform)]);
    }
    const double variance = sums.variance(rows.count());
    for (std::size_t input = 0; input < inputs; ++input) {
      resampled[input].first_order.push_back(
          share_of(sums.first_order[input], rows.count(), variance));
      resampled[input].total_order.push_back(
          share_of(sums.total_order[input], rows.count(), variance));
    }
  }
  return resampled;
}

}  // namespace

std::vector<Point> saltelli_design(std::span<const InputRange> ranges, std::size_t rows,
                                   const UniformSource& uniform) {
  const auto random_point = [&] {
    Point point;
    for (const InputRange& range : ranges) {
      point.push_back(value_at(range, draw(uniform)));
    }
    return point;
  };
  std::vector<Point> points;
  points.reserve(rows * (ranges.size() + 2));
  for (std::size_t row = 0; row < rows; ++row) {
    const Point a = random_point();
    const Point b = random_point();
    points.push_back(a);
    for (std::size_t input = 0; input < ranges.size(); ++input) {
      points.push_back(a);
      points.back()[input] = b[input];
    }
    points.push_back(b);
  }
  return points;
}

SobolStudy sobol_indices(std::span<const double> outputs, std::size_t inputs,
                         const UniformSource& uniform, const BootstrapRules& rules) {
  internal::require(inputs >= 1, "a sensitivity study has an input");
  internal::require(outputs.size() % (inputs + 2) == 0, "there is an output for every point");
  internal::require(outputs.size() / (inputs + 2) >= 2, "a sensitivity study needs two rows");
  internal::require(rules.resamples >= 1, "a bootstrap needs a resample");
  internal::require_level(rules.level);

  const CentredRows rows(outputs, inputs);
  Sums sums(inputs);
  for (std::size_t row = 0; row < rows.count(); ++row) {
    sums.add(rows[row]);
  }
  SobolStudy study{
      .indices = {}, .output_mean = rows.mean(), .output_variance = sums.variance(rows.count())};
  std::vector<Resampled> resampled = bootstrap(rows, inputs, rules.resamples, uniform);
  for (std::size_t input = 0; input < inputs; ++input) {
    const auto index = [&](double sum, std::vector<double>& resamples) {
      return percentile_interval(share_of(sum, rows.count(), study.output_variance), resamples,
                                 rules.level);
    };
    study.indices.push_back(
        {.first_order = index(sums.first_order[input], resampled[input].first_order),
         .total_order = index(sums.total_order[input], resampled[input].total_order)});
  }
  return study;
}

}  // namespace spindrift::statistics
