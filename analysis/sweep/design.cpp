#include "analysis/sweep/design.hpp"

#include <algorithm>

#include "analysis/statistics/design/grid.hpp"
#include "analysis/statistics/design/latin_hypercube.hpp"
#include "sim/kernel/random.hpp"

namespace spindrift::sweep {

namespace {

using statistics::Point;

/// The middle of the share that belongs to each listed value.
std::vector<double> shares_of(const std::vector<std::string>& values) {
  std::vector<double> shares;
  for (std::size_t place = 0; place < values.size(); ++place) {
    shares.push_back((static_cast<double>(place) + 0.5) / static_cast<double>(values.size()));
  }
  return shares;
}

std::vector<Point> grid(const std::vector<Input>& inputs) {
  std::vector<std::vector<double>> levels;
  for (const Input& input : inputs) levels.push_back(shares_of(*input.listed()));
  return statistics::grid(levels);
}

/// Each input draws from a stream of its own: one input more leaves the others where they are.
std::vector<Point> random_points(const PlanWritten& written, const std::vector<Input>& inputs) {
  std::vector<Point> points(static_cast<std::size_t>(written.samples), Point(inputs.size()));
  for (std::size_t input = 0; input < inputs.size(); ++input) {
    kernel::RandomStream stream{static_cast<std::uint64_t>(written.design_seed),
                                "sweep.random/" + inputs[input].path()};
    for (Point& point : points) point[input] = stream.unit();
  }
  return points;
}

std::vector<Point> latin_hypercube(const PlanWritten& written, const std::vector<Input>& inputs) {
  std::vector<Point> points(static_cast<std::size_t>(written.samples), Point(inputs.size()));
  for (std::size_t input = 0; input < inputs.size(); ++input) {
    kernel::RandomStream stream{static_cast<std::uint64_t>(written.design_seed),
                                "sweep.latin_hypercube/" + inputs[input].path()};
    const std::vector<statistics::InputRange> whole(1);
    const std::vector<Point> shares =
        statistics::latin_hypercube(whole, points.size(), [&stream] { return stream.unit(); });
    for (std::size_t place = 0; place < points.size(); ++place) {
      points[place][input] = shares[place].front();
    }
  }
  return points;
}

}  // namespace

std::int64_t count_points(const PlanWritten& written, const std::vector<Input>& inputs) {
  if (written.design != DesignKind::grid) return written.samples;
  std::int64_t count = 1;
  for (const Input& input : inputs) {
    count *= static_cast<std::int64_t>(input.listed()->size());
    if (count > points_max) break;
  }
  return count;
}

std::vector<Point> make_points(const PlanWritten& written, const std::vector<Input>& inputs) {
  switch (written.design) {
    case DesignKind::grid:
      return grid(inputs);
    case DesignKind::random:
      return random_points(written, inputs);
    case DesignKind::latin_hypercube:
      return latin_hypercube(written, inputs);
  }
  return {};
}

}  // namespace spindrift::sweep
