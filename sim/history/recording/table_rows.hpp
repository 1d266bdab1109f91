#pragma once

#include "sim/history/recording/recorded_rows.hpp"
#include "sim/history/recording/row_reader.hpp"

/// Each takes one line of a recording's table apart. Errors go to the reader.
namespace spindrift::history {

[[nodiscard]] ProcessRow read_process_row(RowReader& object);
[[nodiscard]] BundleRow read_bundle_row(RowReader& object);
[[nodiscard]] JournalRow read_journal_row(RowReader& object);
[[nodiscard]] LogRow read_log_row(RowReader& object);
[[nodiscard]] KmsRow read_kms_row(RowReader& object);
[[nodiscard]] VerdictRow read_verdict_row(RowReader& object);
[[nodiscard]] KeySetRow read_key_set_row(RowReader& object);

}  // namespace spindrift::history
