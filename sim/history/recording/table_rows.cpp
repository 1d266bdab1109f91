#include "sim/history/recording/table_rows.hpp"

#include <charconv>

namespace spindrift::history {
namespace {

std::vector<BundleKeyRow> read_keys(RowReader& object, std::string_view name) {
  std::vector<BundleKeyRow> keys;
  object.each(name, [&](RowReader& row) {
    keys.push_back({row.text("kid"), row.whole_or("not_after", 0), row.truth_or("tainted", false)});
  });
  return keys;
}

std::vector<JournalEntryRow> read_entries(RowReader& object, std::string_view name,
                                          std::string_view id) {
  std::vector<JournalEntryRow> entries;
  object.each(name, [&](RowReader& row) {
    JournalEntryRow entry;
    entry.id = row.text(id);
    entry.slot = row.text("slot");
    entry.status = row.text("status");
    if (entry.slot != "A" && entry.slot != "B") {
      row.complain("slot", "expected \"A\" or \"B\", found \"" + entry.slot + '"');
    }
    if (entry.status != "prepared" && entry.status != "active" && entry.status != "old") {
      row.complain("status",
                   "expected \"prepared\", \"active\" or \"old\", found \"" + entry.status + '"');
    }
    entry.issued_at = row.whole("issued_at");
    entry.not_after = row.whole("not_after");
    entries.push_back(std::move(entry));
  });
  return entries;
}

/// The number that a text writes; 0 for anything else, since logs promise nothing.
std::uint32_t number_in(const std::string& text) {
  std::uint32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// `INSERT` or `UPDATE`; anything else is an error.
bool read_inserted(RowReader& object) {
  const std::string operation = object.text("op");
  if (operation != "INSERT" && operation != "UPDATE" && !operation.empty()) {
    object.complain("op", "expected \"INSERT\" or \"UPDATE\", found \"" + operation + '"');
  }
  return operation == "INSERT";
}

}  // namespace

ProcessRow read_process_row(RowReader& object) {
  ProcessRow row;
  row.at = object.time("t");
  row.event = object.text("ev");
  row.who = object.text_or("who", "");
  row.action = object.text_or("do", "");
  row.version = object.text_or("version", "");
  if (row.event == "ended") row.exit_code = object.whole_or("code", 0);
  if (object.has("kids")) row.kids = object.texts("kids");
  return row;
}

BundleRow read_bundle_row(RowReader& object) {
  BundleRow row;
  row.at = object.time("t");
  row.cluster = object.text("cluster");
  row.inserted = read_inserted(object);
  row.sequence = static_cast<std::uint64_t>(object.whole("seq"));
  row.jwt_keys = read_keys(object, "keys");
  row.wit_keys = read_keys(object, "wit_keys");
  if (object.has("roots")) row.roots = object.texts("roots");
  return row;
}

JournalRow read_journal_row(RowReader& object) {
  JournalRow row;
  row.at = object.time("t");
  row.cluster = object.text("cluster");
  row.inserted = read_inserted(object);
  // "12 0d0a4981": the row's number, and the active authority where it has one.
  const std::string reference = object.text("ref");
  const char* const end = reference.data() + reference.size();
  const auto [stopped, error] = std::from_chars(reference.data(), end, row.row);
  if (error != std::errc{} || (stopped != end && *stopped != ' ')) {
    object.complain("ref", "expected a row's number and an authority, found \"" + reference + '"');
  } else if (stopped != end) {
    row.active_authority.assign(stopped + 1, end);
  }
  row.x509 = read_entries(object, "x509", "authority_id");
  row.jwt = read_entries(object, "jwt", "kid");
  row.wit = read_entries(object, "wit", "kid");
  return row;
}

LogRow read_log_row(RowReader& object) {
  LogRow row;
  row.at = object.time("t");
  row.who = object.text("who");
  row.message = object.text("msg");
  row.error = object.text_or("error", "");
  row.slot = object.text_or("slot", "");
  row.authority = object.text_or("local_authority_id", "");
  row.upstream_authority = object.text_or("upstream_authority_id", "");
  // The log writes numbers as texts.
  row.x509_entries = number_in(object.text_or("x509_cas", "0"));
  row.jwt_entries = number_in(object.text_or("jwt_keys", "0"));
  return row;
}

KmsRow read_kms_row(RowReader& object) {
  KmsRow row;
  row.began = object.time("t");
  row.took = std::chrono::milliseconds{object.whole("ms")};
  row.who = object.text("who");
  row.call = object.text("call");
  row.status = static_cast<std::int32_t>(object.whole("status"));
  row.key = object.text_or("key", "");
  row.alias = object.text_or("alias", "");
  return row;
}

VerdictRow read_verdict_row(RowReader& object) {
  VerdictRow row;
  row.at = object.time("t");
  row.signer = object.text("signer");
  row.minting_failed = object.has("mint");
  if (row.minting_failed) return row;
  row.kid = object.text("kid");
  row.verifier = object.text("verifier");
  row.accepted = object.truth_or("ok", false);
  row.why = object.text_or("why", "");
  return row;
}

KeySetRow read_key_set_row(RowReader& object) {
  KeySetRow row;
  row.at = object.time("t");
  row.server = object.text("server");
  row.status = object.whole_or("status", 200);
  row.kids = object.texts("kids");
  return row;
}

}  // namespace spindrift::history
