#include <fmt/format.h>

#include "analysis/cli/check_outcome.hpp"

namespace spindrift::cli {
namespace {

/// As documented for workflow commands: in a message % CR LF, in a property also : and ,
std::string escaped(const std::string& text, bool is_property) {
  std::string escaped;
  for (const char each : text) {
    const bool is_special = each == '%' || each == '\r' || each == '\n' ||
                            (is_property && (each == ':' || each == ','));
    if (is_special) {
      escaped +=
          fmt::format("%{:02X}", static_cast<unsigned int>(static_cast<unsigned char>(each)));
    } else {
      escaped += each;
    }
  }
  return escaped;
}

std::string annotation(const scenario::Position& position, const std::string& title,
                       const std::string& message) {
  std::string text = "::error file=" + escaped(position.source, true);
  if (position.line > 0) text += fmt::format(",line={},col={}", position.line, position.column);
  return text + ",title=" + escaped(title, true) + "::" + escaped(message, false) + '\n';
}

}  // namespace

std::string as_annotations(const std::vector<CheckOutcome>& outcomes) {
  std::string text;
  for (const CheckOutcome& outcome : outcomes) {
    for (const scenario::Problem& problem : outcome.problems) {
      text +=
          annotation(problem.position, "wrong scenario", problem.pointer + ": " + problem.message);
    }
    if (!outcome.error.empty()) {
      text += annotation({outcome.path, 0, 0}, "cannot be run", outcome.error);
    }
    for (std::size_t place = 0; place < outcome.verdicts.size(); ++place) {
      const Verdict& verdict = outcome.verdicts[place];
      if (verdict.holds) continue;
      std::string message = verdict.claim;
      for (const std::string& found : verdict.found) message += '\n' + found;
      message += "\nrepeat with: " + outcome.repeat;
      text += annotation(outcome.expectations[place].position, "does not hold", message);
    }
  }
  return text;
}

}  // namespace spindrift::cli
