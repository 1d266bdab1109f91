#include "analysis/report/plot.hpp"

#include <catch2/catch.hpp>

namespace spindrift::report {

using namespace std::chrono_literals;
using kernel::Time;

TEST_CASE("a time scale maps its ends to the edges and keeps to them") {
  const TimeScale scale{Time{1h}, Time{3h}};
  CHECK(scale.share(Time{1h}) == 0.0);
  CHECK(scale.share(Time{2h}) == 0.5);
  CHECK(scale.share(Time{3h}) == 1.0);
  CHECK(scale.share(Time{0h}) == 0.0);
  CHECK(scale.share(Time{9h}) == 1.0);
}

TEST_CASE("ticks stand at round moments within the scale, few enough to be read") {
  for (const kernel::Duration span :
       {kernel::Duration{3s}, kernel::Duration{77s}, kernel::Duration{16h}, kernel::Duration{240h},
        kernel::Duration{24h * 900}}) {
    const TimeScale scale{Time{1h + 7s}, Time{1h + 7s + span}};
    const auto ticks = scale.ticks();
    CHECK(ticks.size() >= 2);
    CHECK(ticks.size() <= 11);
    const auto step = ticks[1].at - ticks[0].at;
    for (const Tick& tick : ticks) {
      CHECK(tick.at >= scale.from());
      CHECK(tick.at <= scale.until());
      CHECK(tick.at.time_since_epoch() % step == kernel::Duration{});
      CHECK(tick.label == axis_text(tick.at));
    }
  }
}

TEST_CASE("moments on an axis leave out what is zero") {
  CHECK(axis_text(Time{}) == "0");
  CHECK(axis_text(Time{30s}) == "30s");
  CHECK(axis_text(Time{45min}) == "45m");
  CHECK(axis_text(Time{2h}) == "2h");
  CHECK(axis_text(Time{10h}) == "10h");
  CHECK(axis_text(Time{2h + 5min}) == "2h05m");
  CHECK(axis_text(Time{2h + 30s}) == "2h00m30s");
  CHECK(axis_text(Time{30h}) == "1d06h");
  CHECK(axis_text(Time{48h}) == "2d");
}

TEST_CASE("a count axis ends at or a little above what it has to show") {
  for (double value = 1; value < 3000; value *= 1.07) {
    const CountAxis axis = count_axis(value);
    CHECK(axis.top() >= value);
    CHECK(axis.top() - axis.step < value);
    CHECK(axis.steps <= 6);
  }
  CHECK(count_axis(105).top() == 120);
  CHECK(count_axis(0).top() > 0);
}

TEST_CASE("what lasts a moment at the right edge is seen, and inside of the plot") {
  Markup page;
  const TimeScale scale{Time{}, Time{10h}};
  draw_span(page, scale, Time{10h}, Time{10h}, 0, 5, "missing", "");
  CHECK(page.take() ==
        "<rect class=\"missing\" x=\"99.85%\" y=\"0\" width=\"0.15%\" height=\"5\"/>");
}

}  // namespace spindrift::report
