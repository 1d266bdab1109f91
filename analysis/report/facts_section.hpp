#pragma once

#include <string>
#include <vector>

#include "analysis/report/markup.hpp"
#include "analysis/report/material.hpp"

namespace spindrift::report {

/// A figure that sums something up, and what it means.
struct Fact {
  std::string name;
  std::string value;
  std::string definition;  ///< one line
  bool is_bad = false;
};

/// The figures of the whole run.
[[nodiscard]] std::vector<Fact> facts_of(const Material& material);

/// The table of clusters: a head, and a row each.
[[nodiscard]] std::vector<std::vector<std::string>> cluster_table(const Material& material);

/// Tiles with the facts, and the table of clusters.
void write_facts(Markup& page, const Material& material);

/// What was expected, and whether it holds.
void write_claims(Markup& page, const Material& material);

/// Every option and seed, definitions, and the command that repeats it.
void write_options(Markup& page, const Material& material);

}  // namespace spindrift::report
