#include "analysis/report/facts_section.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/report/number_text.hpp"
#include "analysis/report/time_scale.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::report {
namespace {

using analysis::span_text;
using analysis::time_text;

std::string healing_text(const ClusterFinding& found) {
  if (!found.episode) return "";
  if (found.episode->until) return "until " + time_text(*found.episode->until);
  if (found.healing) return "foreseen " + time_text(found.healing->at);
  return "not foreseen";
}

std::string or_dash(std::size_t count) { return count == 0 ? "–" : grouped(count); }

std::string or_dash(history::Duration span) {
  return span == history::Duration{} ? "–" : span_text(span);
}

Fact longest_absence(const Material& material) {
  history::Duration longest{};
  for (const ClusterFinding& each : material.findings.clusters) {
    longest = std::max(longest, each.longest_missing);
  }
  return {"longest absence", span_text(longest),
          "The longest that one cluster went without a valid JWT key that another one listed.",
          longest >= std::chrono::minutes{1}};
}

Fact deafness(const Material& material) {
  history::Duration total{};
  for (const ClusterFinding& each : material.findings.clusters) total += each.deaf;
  return {"deaf cluster-time", span_text(total),
          "The sum over clusters of the time in which no server of the cluster heard of other "
          "clusters' new JWT keys.",
          total >= std::chrono::minutes{1}};
}

void add_kms(std::vector<Fact>& facts, const analysis::KmsUsage& kms) {
  if (!kms.is_used()) return;
  facts.push_back({"KMS keys created", grouped(kms.keys_created()),
                   fmt::format("Keys that servers made in AWS KMS; {} of them are paid for at the "
                               "end, {} pend deletion, and {} nobody will find again.",
                               kms.keys_alive(), kms.keys_pending_deletion(), kms.keys_orphaned()),
                   kms.keys_orphaned() > 0});
  facts.push_back({"KMS $ a month", fmt::format("{:.2f}", kms.dollars_a_month()),
                   "What keys and requests would cost a month if it went on like this.", false});
}

}  // namespace

std::vector<Fact> facts_of(const Material& material) {
  const Findings& findings = material.findings;
  std::vector<Fact> facts{longest_absence(material)};
  if (findings.tokens_tried > 0) {
    facts.push_back({"tokens refused",
                     grouped(findings.tokens_refused) + " of " + grouped(findings.tokens_tried),
                     "Tokens that were really tried, and refused.", findings.tokens_refused > 0});
  } else {
    facts.push_back({"failed verifications", expected_text(findings.failed),
                     "The expected number of token verifications that fail because the verifier "
                     "lacks the signing key, from the scenario's traffic.",
                     findings.failed >= 0.5});
  }
  facts.push_back(deafness(material));
  facts.push_back({"keys at most", grouped(findings.keys_at_most),
                   fmt::format("The most JWT keys that any bundle listed at once; relying parties "
                               "accept {} (R20).",
                               findings.key_limit),
                   findings.above_limit > 0});
  facts.push_back({"starts", grouped(findings.starts),
                   "Processes of servers that were started, first starts included.", false});
  facts.push_back({"ended by themselves", grouped(findings.ended_by_themselves),
                   "Processes that SPIRE itself ended, in their start or later.",
                   findings.ended_by_themselves > 0});
  add_kms(facts, material.observed->kms);
  return facts;
}

std::vector<std::vector<std::string>> cluster_table(const Material& material) {
  const Findings& findings = material.findings;
  std::vector<std::vector<std::string>> rows{
      {"cluster", "servers", "JWT keys at " + axis_text(findings.read_at), "at most", "keys missed",
       "longest absence", "divergence", "deaf", "verifications failed"}};
  for (const ClusterFinding& each : findings.clusters) {
    rows.push_back({material.name(each.cluster), grouped(each.servers), grouped(each.keys_read),
                    grouped(each.keys_at_most), or_dash(each.missed), or_dash(each.longest_missing),
                    healing_text(each), or_dash(each.deaf),
                    each.failed > 0 ? expected_text(each.failed) : "–"});
  }
  return rows;
}

void write_facts(Markup& page, const Material& material) {
  page.open("dl", {{"class", "tiles"}});
  for (const Fact& fact : facts_of(material)) {
    page.open("div", {{"class", fact.is_bad ? "tile bad" : "tile"}, {"title", fact.definition}});
    page.element("dd", fact.value).element("dt", fact.name).close();
  }
  page.close();
  const auto rows = cluster_table(material);
  page.open(
      "div",
      {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", "Clusters"}});
  page.open("table").open("thead").open("tr");
  for (const std::string& head : rows.front()) page.element("th", head, {{"scope", "col"}});
  page.close().close().open("tbody");
  for (std::size_t place = 1; place < rows.size(); ++place) {
    const bool is_bad = material.findings.clusters[place - 1].missed > 0;
    page.open("tr", {{"class", is_bad ? "bad" : ""}});
    page.element("th", rows[place].front(), {{"scope", "row"}});
    for (std::size_t cell = 1; cell < rows[place].size(); ++cell) {
      page.element("td", rows[place][cell]);
    }
    page.close();
  }
  page.close().close().close();
}

void write_claims(Markup& page, const Material& material) {
  const auto& claims = material.subject.claims;
  if (claims.empty()) return;
  const auto held = static_cast<std::size_t>(std::ranges::count_if(claims, &Claim::holds));
  page.open("section", {{"id", "expected"}});
  page.element("h2", fmt::format("Expected: {} of {} hold", held, claims.size()));
  page.open("ul", {{"class", "claims"}});
  for (const Claim& claim : claims) {
    page.open("li", {{"class", claim.holds ? "holds" : "fails"}});
    page.element("b", claim.holds ? "holds" : "fails").text(" " + claim.text);
    for (const std::string& found : claim.found) page.element("p", found);
    if (!claim.why.empty()) page.element("p", claim.why, {{"class", "faint"}});
    page.close();
  }
  page.close().close();
}

namespace {

void write_option_table(Markup& page, const std::vector<Option>& options, bool only_said) {
  page.open("div", {{"class", "scroll"}}).open("table", {{"class", "options"}});
  page.open("thead").open("tr");
  for (const char* const head : {"option", "value", "from"}) {
    page.element("th", head, {{"scope", "col"}});
  }
  page.close().close().open("tbody");
  for (const Option& option : options) {
    if (only_said != option.is_said) continue;
    page.open("tr").element("th", option.pointer, {{"scope", "row"}});
    page.element("td", option.value).element("td", option.origin).close();
  }
  page.close().close().close();
}

}  // namespace

void write_options(Markup& page, const Material& material) {
  const Subject& subject = material.subject;
  page.open("section", {{"id", "repeat"}}).element("h2", "Repeat it");
  page.open("div", {{"class", "command"}}).element("code", subject.command, {{"id", "command"}});
  page.element("button", "Copy", {{"id", "copy"}, {"type", "button"}}).close();
  std::string made = subject.program;
  if (!subject.is_recording) made += fmt::format("; seed {}", subject.seed);
  made += fmt::format("; {} events", grouped(material.history.events.size()));
  if (!subject.digest.empty()) made += "; digest " + subject.digest;
  page.element("p", made, {{"class", "faint"}});
  const auto& options = subject.options;
  const auto said = static_cast<std::size_t>(std::ranges::count_if(options, &Option::is_said));
  if (!options.empty()) {
    page.element("h3", "What was chosen");
    write_option_table(page, options, true);
    page.open("details");
    page.element("summary", counted(options.size() - said, "other option") + ", by default");
    write_option_table(page, options, false);
    page.close();
  }
  page.element("h3", "What the figures mean").open("dl", {{"class", "definitions"}});
  for (const Fact& fact : facts_of(material)) {
    page.element("dt", fact.name).element("dd", fact.definition);
  }
  page.close().close();
}

}  // namespace spindrift::report
