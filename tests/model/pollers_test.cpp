#include "sim/model/pollers.hpp"

#include <catch2/catch.hpp>

namespace spindrift::model {
namespace {

using Servers = std::vector<history::ServerId>;

Bundle version(std::uint64_t sequence) {
  Bundle bundle;
  bundle.sequence = sequence;
  return bundle;
}

}  // namespace

TEST_CASE("pollers are known by the two newest versions that anybody had", "[R17]") {
  const history::ServerId one{1};
  const history::ServerId two{2};
  Pollers pollers;
  CHECK(pollers.of(version(0)).empty());
  pollers.note(version(0), one);
  pollers.note(version(4), one);
  pollers.note(version(4), two);
  CHECK(pollers.of(version(0)) == Servers{one});
  CHECK(pollers.of(version(4)) == Servers{one, two});

  pollers.note(version(7), two);
  CHECK(pollers.of(version(0)).empty());
  CHECK(pollers.of(version(4)) == Servers{one, two});
  CHECK(pollers.of(version(7)) == Servers{two});

  // An answer from an old copy.
  pollers.note(version(3), one);
  CHECK(pollers.of(version(3)).empty());
  CHECK(pollers.of(version(4)) == Servers{one, two});
}

}  // namespace spindrift::model
