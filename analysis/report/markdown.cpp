#include "analysis/report/markdown.hpp"

#include <fmt/format.h>

#include "analysis/report/facts_section.hpp"
#include "analysis/report/markup.hpp"
#include "analysis/report/story_section.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::report {
namespace {

/// A text that stands for itself: nothing in it makes a table, a list, a link or markup.
std::string plain(const std::string& text) {
  std::string safe;
  for (const char each : text) {
    if (std::string_view{"\\`*_[]<>|#"}.find(each) != std::string_view::npos) safe += '\\';
    safe += each == '\n' ? ' ' : each;
  }
  return safe;
}

std::string row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += ' ' + plain(cell) + " |";
  return line + '\n';
}

/// The first column is a name, the others are figures.
std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::string text = row(rows.front()) + "|:---|";
  for (std::size_t column = 1; column < rows.front().size(); ++column) text += "---:|";
  text += '\n';
  for (std::size_t place = 1; place < rows.size(); ++place) text += row(rows[place]);
  return text;
}

std::string steps(const std::string& title, const std::vector<analysis::Step>& all) {
  std::string text = fmt::format("**{}**\n\n", title);
  for (const analysis::Step& step : all) {
    text += "- ";
    if (step.at) text += analysis::time_text(*step.at) + " – ";
    text += plain(step.text) + '\n';
  }
  return text + '\n';
}

std::string stories(const Material& material) {
  std::string text;
  for (const analysis::ClusterStory& story : material.explanation.clusters) {
    text += fmt::format("<details><summary>{}</summary>\n\n", escaped(heading_of(material, story)));
    text += steps("Why it did not hear of them", story.reasons);
    text +=
        steps(story.missing.front().until ? "What healed it" : "What will heal it", story.healing);
    text += steps("What it cost", story.price);
    text += "</details>\n";
  }
  return text;
}

std::string claims(const std::vector<Claim>& all) {
  std::string text;
  for (const Claim& claim : all) {
    text += fmt::format("- {} {}\n", claim.holds ? "✅" : "❌", plain(claim.text));
    for (const std::string& found : claim.found) text += "  - " + plain(found) + '\n';
  }
  return text.empty() ? text : "\n### Expected\n\n" + text;
}

}  // namespace

std::string markdown_of(const Material& material) {
  const Subject& subject = material.subject;
  std::string title = plain(subject.name);
  for (const std::string& strategy : subject.strategies) title += " + " + plain(strategy);
  std::string text = fmt::format("## {}\n\n**{}**\n\n", title, plain(material.findings.verdict));
  if (!subject.description.empty()) text += plain(subject.description) + "\n\n";
  std::vector<std::vector<std::string>> figures{{"figure", "value"}};
  for (const Fact& fact : facts_of(material)) figures.push_back({fact.name, fact.value});
  text += table(figures) + "\n### Clusters\n\n" + table(cluster_table(material));
  const std::string why = stories(material);
  if (!why.empty()) text += "\n### Why\n\n" + why;
  text += claims(subject.claims);
  text +=
      fmt::format("\n### Repeat it\n\n```\n{}\n```\n\n{}", subject.command, plain(subject.program));
  if (!subject.is_recording) text += fmt::format(", seed {}", subject.seed);
  if (!subject.digest.empty()) text += ", digest " + subject.digest;
  return text + '\n';
}

}  // namespace spindrift::report
