#include "analysis/report/page.hpp"

#include <fmt/format.h>

#include "analysis/report/comparison_section.hpp"
#include "analysis/report/count_plot.hpp"
#include "analysis/report/facts_section.hpp"
#include "analysis/report/key_map.hpp"
#include "analysis/report/lane_diagram.hpp"
#include "analysis/report/markup.hpp"
#include "analysis/report/number_text.hpp"
#include "analysis/report/page_assets.hpp"
#include "analysis/report/story_section.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::report {
namespace {

void write_head(Markup& page, const Subject& subject) {
  page.open("head");
  page.empty("meta", {{"charset", "utf-8"}});
  page.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  page.empty("meta", {{"http-equiv", "Content-Security-Policy"},
                      {"content",
                       "default-src 'none'; style-src 'unsafe-inline'; script-src "
                       "'unsafe-inline'; img-src data:"}});
  page.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  // Without one, browsers ask for /favicon.ico.
  page.empty("link", {{"rel", "icon"}, {"href", "data:,"}});
  page.element("title", subject.name + " – spindrift");
  page.open("style").raw(page_style()).close();
  page.close();
}

std::string kind_of(const Material& material) {
  const Subject& subject = material.subject;
  const std::string span = analysis::time_text(material.end());
  const std::string size =
      fmt::format("{} in {}", counted(material.topology().servers.size(), "server"),
                  counted(material.topology().clusters.size(), "cluster"));
  if (subject.is_recording) return fmt::format("Recording of {}, {} long", size, span);
  return fmt::format("Simulation of {}, {} long, seed {}", size, span, subject.seed);
}

void write_header(Markup& page, const Material& material) {
  const Subject& subject = material.subject;
  page.open("header").open("div", {{"class", "top"}});
  page.element("p", kind_of(material), {{"class", "kind"}});
  page.element("button", "Light or dark", {{"id", "theme"}, {"type", "button"}}).close();
  std::string title = subject.name;
  for (const std::string& strategy : subject.strategies) title += " + " + strategy;
  page.element("h1", title);
  if (!subject.description.empty()) {
    page.element("p", subject.description, {{"class", "description"}});
  }
  page.close();
}

void write_contents(Markup& page, const Material& material, bool is_compared) {
  page.open("nav", {{"aria-label", "Contents"}}).open("ul");
  const auto entry = [&](const std::string& id, const std::string& text) {
    page.open("li").element("a", text, {{"href", "#" + id}}).close();
  };
  if (is_compared) entry("ranking", "Which strategy");
  entry("clusters", "Clusters");
  entry("keys", "Keys over time");
  entry("map", "Who holds which key");
  entry("lanes", "Restarts");
  entry("why", "Why");
  if (!material.subject.claims.empty()) entry("expected", "Expected");
  entry("repeat", "Repeat it");
  page.close().close();
}

/// The arrow head that all figures use.
void write_shared_drawing(Markup& page) {
  page.open("svg", {{"width", "0"}, {"height", "0"}, {"aria-hidden", "true"}, {"class", "shared"}});
  page.open("defs").open("marker", {{"id", "head"},
                                    {"viewBox", "0 0 6 6"},
                                    {"refX", "5"},
                                    {"refY", "3"},
                                    {"markerWidth", "6"},
                                    {"markerHeight", "6"},
                                    {"orient", "auto"}});
  page.empty("path", {{"d", "M0 0L6 3L0 6z"}, {"class", "head"}});
  page.close().close().close();
}

std::string write_page(const Material& material, const review::Comparison* comparison,
                       std::size_t thinning) {
  Markup page;
  page.raw("<!DOCTYPE html>\n").open("html", {{"lang", "en"}});
  write_head(page, material.subject);
  page.open("body");
  write_shared_drawing(page);
  page.open("main");
  write_header(page, material);
  const std::string& verdict = material.findings.verdict;
  page.element("p", comparison != nullptr ? comparison->verdict : verdict, {{"id", "verdict"}});
  write_contents(page, material, comparison != nullptr);
  if (comparison != nullptr) write_comparison(page, *comparison);
  page.open("section", {{"id", "clusters"}});
  page.element("h2", comparison != nullptr ? "One run of the baseline" : "Clusters");
  if (comparison != nullptr) page.element("p", verdict, {{"class", "description"}});
  write_facts(page, material);
  page.close();
  page.open("section", {{"id", "over-time"}}).element("h2", "Over time");
  draw_count_plot(page, material, thinning);
  draw_key_map(page, material, thinning);
  draw_lane_diagrams(page, material, thinning);
  page.close();
  write_stories(page, material);
  write_claims(page, material);
  write_options(page, material);
  page.close();
  page.element("div", "", {{"id", "tip"}, {"role", "status"}, {"aria-live", "polite"}});
  page.open("script").raw(page_script()).close();
  page.close().close();
  return page.take();
}

}  // namespace

std::string page_of(const Material& material, const review::Comparison* comparison) {
  // Small enough to be sent around: where that takes it, with less detail in the figures.
  constexpr std::size_t largest = 1'450'000;
  std::string page;
  for (const std::size_t thinning : {1U, 3U, 9U}) {
    page = write_page(material, comparison, thinning);
    if (page.size() < largest) break;
  }
  return page;
}

}  // namespace spindrift::report
