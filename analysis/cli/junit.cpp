#include <fmt/format.h>

#include "analysis/cli/check_outcome.hpp"

namespace spindrift::cli {
namespace {

/// Text as XML allows it. Control characters have no place in XML 1.0 at all.
std::string escaped(const std::string& text) {
  std::string escaped;
  for (const char each : text) {
    const auto code = static_cast<unsigned char>(each);
    if (each == '&') {
      escaped += "&amp;";
    } else if (each == '<') {
      escaped += "&lt;";
    } else if (each == '>') {
      escaped += "&gt;";
    } else if (each == '"') {
      escaped += "&quot;";
    } else if (each == '\n') {
      escaped += "&#10;";
    } else if (code < 0x20 && each != '\t') {
      escaped += '?';
    } else {
      escaped += each;
    }
  }
  return escaped;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

std::string cases_of(const CheckOutcome& outcome) {
  std::string text;
  const auto add = [&](const std::string& name, const std::string& inside) {
    text += fmt::format("    <testcase name=\"{}\" classname=\"{}\" file=\"{}\"", escaped(name),
                        escaped(outcome.name), escaped(outcome.path));
    text += inside.empty() ? "/>\n" : ">\n" + inside + "    </testcase>\n";
  };
  for (const scenario::Problem& problem : outcome.problems) {
    add("can be read", fmt::format("      <error message=\"{}\"/>\n", escaped(to_string(problem))));
  }
  if (!outcome.error.empty()) {
    add("can be run", fmt::format("      <error message=\"{}\"/>\n", escaped(outcome.error)));
  }
  for (const Verdict& verdict : outcome.verdicts) {
    std::string failure;
    if (!verdict.holds) {
      failure = fmt::format("      <failure message=\"{}\">{}</failure>\n", escaped(verdict.claim),
                            escaped(joined(verdict.found)));
    }
    add(verdict.claim, failure);
  }
  return text;
}

}  // namespace

std::string as_junit(const std::vector<CheckOutcome>& outcomes) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"spindrift\">\n";
  for (const CheckOutcome& outcome : outcomes) {
    const std::size_t errors = outcome.problems.size() + (outcome.error.empty() ? 0 : 1);
    text += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{:.3f}\">\n",
        escaped(outcome.name), outcome.verdicts.size() + errors, outcome.failed(), errors,
        outcome.took.count());
    text += cases_of(outcome);
    text +=
        fmt::format("    <system-out>{}</system-out>\n  </testsuite>\n", escaped(outcome.repeat));
  }
  return text + "</testsuites>\n";
}

}  // namespace spindrift::cli
