#include "analysis/fidelity/first_difference.hpp"

#include <algorithm>

#include "analysis/time_text.hpp"

namespace spindrift::analysis {
namespace {

using history::Event;
using history::EventId;
using history::History;
using history::Time;

/// What both histories agree on last before that moment, for one subject.
struct LastAgreement {
  EventId recorded = EventId::none;
  EventId predicted = EventId::none;
};

LastAgreement last_agreement(const SubjectMatch& match, Time before) {
  LastAgreement last;
  Time at{Time::min()};
  for (const MatchedHappening& each : match.matched) {
    if (!each.in_order || each.recorded.at > before || each.recorded.at < at) continue;
    at = each.recorded.at;
    last = {each.recorded.event, each.predicted.event};
  }
  return last;
}

/// A difference, and the events of it that either side has.
struct Found {
  const FidelityCategory* category = nullptr;
  const SubjectMatch* match = nullptr;
  std::string what;
  Time at = kernel::never;
  EventId recorded = EventId::none;
  EventId predicted = EventId::none;
};

Found earliest(const std::vector<FidelityCategory>& categories) {
  Found first;
  for (const FidelityCategory& category : categories) {
    for (const SubjectMatch& match : category.matches) {
      const auto offer = [&](const std::string& what, Time at, EventId recorded,
                             EventId predicted) {
        if (at < first.at) first = {&category, &match, what, at, recorded, predicted};
      };
      for (const Happening& each : match.missing) {
        offer("missing: " + each.what, each.at, each.event, EventId::none);
      }
      for (const Happening& each : match.spurious) {
        offer("spurious: " + each.what, each.at, EventId::none, each.event);
      }
      for (const MatchedHappening& each : match.matched) {
        if (each.in_order) continue;
        offer("out of order: " + each.recorded.what, each.recorded.at, each.recorded.event,
              each.predicted.event);
      }
    }
  }
  return first;
}

/// Writes the members of an event that say whom it is about.
class Describer {
 public:
  Describer(const history::Topology& topology, std::string& text)
      : topology_{topology}, text_{text} {}

  void operator()(std::string_view, history::ServerId server) {
    if (server != history::ServerId::none) text_ += ' ' + topology_.at(server).name;
  }
  void operator()(std::string_view, history::ClusterId cluster) {
    if (cluster != history::ClusterId::none) text_ += ' ' + topology_.at(cluster).name;
  }
  void operator()(std::string_view, history::ObserverId observer) {
    if (observer != history::ObserverId::none) text_ += ' ' + topology_.at(observer).name;
  }
  void operator()(std::string_view, const history::Key& key) {
    if (key.exists()) text_ += ' ' + to_string(topology_, key);
  }
  void operator()(std::string_view, const std::string& word) {
    if (!word.empty()) text_ += ' ' + word;
  }
  void operator()(std::string_view name, const std::vector<history::BundleRecord>& records) {
    for (const history::BundleRecord& record : records) {
      text_ += name == "added" ? " +" : " -";
      text_ += to_string(topology_, record.key);
    }
  }
  template <class Other>
  void operator()(std::string_view, const Other& value) {
    if constexpr (std::is_enum_v<Other>) text_ += ' ' + std::string{word_for(value)};
  }

 private:
  const history::Topology& topology_;
  std::string& text_;
};

}  // namespace

std::vector<EventId> causes_of(const History& history, EventId event) {
  std::vector<EventId> causes;
  // A cause is always an earlier event, so this ends.
  for (EventId id = event; id != EventId::none; id = history.events.at(number(id) - 1).cause) {
    causes.push_back(id);
  }
  std::ranges::reverse(causes);
  return causes;
}

std::string event_text(const history::Topology& topology, const Event& event) {
  std::string text = time_text(event.at);
  std::visit(
      [&](const auto& what) {
        text += ' ' + std::string{what.name};
        Describer describer{topology, text};
        std::remove_cvref_t<decltype(what)>::fields(what, describer);
      },
      event.what);
  return text;
}

std::optional<FirstDifference> find_first_difference(
    const std::vector<FidelityCategory>& categories, const History& recorded,
    const History& predicted) {
  const Found found = earliest(categories);
  if (found.match == nullptr) return std::nullopt;
  const LastAgreement agreed = last_agreement(*found.match, found.at);
  const bool is_recorded = found.recorded != EventId::none;
  const bool is_predicted = found.predicted != EventId::none;
  FirstDifference first;
  first.category = found.category->name;
  first.subject = found.match->subject;
  first.what = found.what;
  first.at = found.at;
  first.recorded_causes = causes_of(recorded, is_recorded ? found.recorded : agreed.recorded);
  first.predicted_causes = causes_of(predicted, is_predicted ? found.predicted : agreed.predicted);
  return first;
}

}  // namespace spindrift::analysis
