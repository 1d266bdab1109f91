#pragma once

#include <vector>

#include "analysis/report/material.hpp"
#include "analysis/report/named_file.hpp"

namespace spindrift::report {

/// The numbers of a report as tables (RFC 4180, with a head). Times are seconds since the start.
[[nodiscard]] std::vector<NamedFile> csv_tables(const Material& material);

}  // namespace spindrift::report
