#include "analysis/time_text.hpp"

#include <chrono>

#include <catch2/catch.hpp>

namespace spindrift::analysis {

using namespace std::chrono_literals;

TEST_CASE("spans are written with the units that matter") {
  CHECK(span_text(0s) == "0s");
  CHECK(span_text(5ms) == "0.005s");
  CHECK(span_text(7262ms) == "7.262s");
  CHECK(span_text(59s + 999999us) == "59.999s");
  CHECK(span_text(60s) == "1m00s");
  CHECK(span_text(23min + 5s + 900ms) == "23m05s");
  CHECK(span_text(1h + 23min + 45s) == "1h23m45s");
  CHECK(span_text(24h) == "1d00h00m00s");
  CHECK(span_text(4 * 24h + 6h + 1s) == "4d06h00m01s");
  CHECK(span_text(-90s) == "-1m30s");
  CHECK(time_text(kernel::Time{2h}) == "2h00m00s");
}

}  // namespace spindrift::analysis
