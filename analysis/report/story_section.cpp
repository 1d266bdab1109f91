#include "analysis/report/story_section.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/report/number_text.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::report {
namespace {

using analysis::Step;
using analysis::time_text;

constexpr std::size_t stories_max = 24;
constexpr std::size_t steps_max = 12;

void write_steps(Markup& page, const std::string& title, const std::vector<Step>& steps) {
  page.element("h4", title).open("ol", {{"class", "steps"}});
  const std::size_t shown = steps.size() > steps_max ? steps_max - 1 : steps.size();
  for (std::size_t place = 0; place < shown; ++place) {
    const Step& step = steps[place];
    page.open("li").element("time", step.at ? time_text(*step.at) : "");
    page.element("span", step.text).close();
  }
  if (shown < steps.size()) {
    page.open("li")
        .element("time", "")
        .element("span", fmt::format("and {} more like these", steps.size() - shown));
    page.close();
  }
  page.close();
}

void write_story(Markup& page, const Material& material, const analysis::ClusterStory& story) {
  page.open("article", {{"class", "story"}});
  page.element("h3", heading_of(material, story));
  write_steps(page, "Why it did not hear of them", story.reasons);
  write_steps(page, story.missing.front().until ? "What healed it" : "What will heal it",
              story.healing);
  write_steps(page, "What it cost", story.price);
  page.close();
}

void write_key_stories(Markup& page, const Material& material) {
  const auto& keys = material.explanation.keys;
  const bool none_did_harm = std::ranges::none_of(keys, &analysis::KeyStory::made_tokens_fail);
  std::vector<std::string> harmless;
  page.open("details");
  page.element("summary", "Where the keys come from");
  std::size_t told = 0;
  for (const analysis::KeyStory& story : keys) {
    const std::string name = to_string(material.topology(), story.key);
    if ((!none_did_harm && !story.made_tokens_fail) || told == stories_max) {
      harmless.push_back(name);
      continue;
    }
    ++told;
    page.open("article", {{"class", "story"}});
    write_steps(page, name, story.steps);
    page.close();
  }
  if (!harmless.empty()) {
    page.element("p", fmt::format("Missing as well{}: {}.",
                                  told == stories_max ? "" : ", but no token failed for it",
                                  joined(harmless, 12)));
  }
  page.close();
}

}  // namespace

std::string heading_of(const Material& material, const analysis::ClusterStory& story) {
  const auto earliest =
      std::ranges::min_element(story.missing, {}, &analysis::MissingKey::since)->since;
  const auto& until = story.missing.front().until;
  const std::string what = story.missing.size() == 1
                               ? to_string(material.topology(), story.missing.front().key)
                               : counted(story.missing.size(), "key");
  const std::string& name = material.name(story.cluster);
  if (!until) return fmt::format("{} misses {} since {}", name, what, time_text(earliest));
  return fmt::format("{} missed {} for {}, from {} until {}", name, what,
                     analysis::span_text(*until - earliest), time_text(earliest),
                     time_text(*until));
}

void write_stories(Markup& page, const Material& material) {
  page.open("section", {{"id", "why"}}).element("h2", "Why");
  const auto& stories = material.explanation.clusters;
  if (stories.empty()) {
    page.element("p", "Nothing was missing for a minute or longer.");
    if (!material.explanation.remarks.empty()) {
      write_steps(page, "What kept it together", material.explanation.remarks);
    }
  }
  for (std::size_t place = 0; place < std::min(stories.size(), stories_max); ++place) {
    write_story(page, material, stories[place]);
  }
  if (stories.size() > stories_max) {
    page.element("p", fmt::format("{} are told by `spindrift explain`.",
                                  counted(stories.size() - stories_max, "further divergence")));
  }
  if (!material.explanation.keys.empty()) write_key_stories(page, material);
  page.close();
}

}  // namespace spindrift::report
