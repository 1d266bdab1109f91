#pragma once

#include <string>
#include <vector>

#include "tests/postgresql/interleaving.hpp"

namespace spindrift::postgresql {

/// What a script comes to on a real PostgreSQL, and on the model.
struct Outcomes {
  std::vector<std::string> real;
  std::vector<std::string> model;
};

Outcomes carry_out_on_both(const Script& script, Impossible impossible = Impossible::refuse);

}  // namespace spindrift::postgresql
