#include "analysis/cli/table.hpp"

#include <catch2/catch.hpp>

namespace spindrift::cli {

TEST_CASE("columns are as wide as what is seen in them, and lines end without spaces") {
  Table table{{{"name"}, {"keys", Table::Align::right}, {"remark"}}};
  table.add({"root", "58", ""});
  table.add({"région", "\x1b[1;31m5\x1b[0m", "misses five"});
  CHECK(table.text() ==
        "name    keys  remark\n"
        "root      58\n"
        "région     \x1b[1;31m5\x1b[0m  misses five\n");
}

}  // namespace spindrift::cli
