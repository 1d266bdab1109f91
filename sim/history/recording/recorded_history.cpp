#include "sim/history/recording/recorded_history.hpp"

#include <algorithm>
#include <tuple>

#include "sim/history/recording/causes.hpp"
#include "sim/history/recording/stories.hpp"

namespace spindrift::history {

History history_of(const Recording& recording) {
  const KeyBook book{recording};
  const std::vector<RecordedLifetime> lives = find_lifetimes(recording);
  Drafts drafts;
  tell_processes(recording, lives, drafts);
  tell_log(recording, lives, book, drafts);
  tell_kms(recording, book, drafts);
  tell_journals(recording, book, drafts);
  tell_bundles(recording, book, drafts);
  tell_hearing(recording, lives, drafts);
  tell_missed_changes(recording, lives, drafts);
  tell_observers(recording, book, drafts);
  std::ranges::stable_sort(drafts, {}, [](const Draft& draft) {
    return std::tuple{draft.at, draft.teller};
  });

  History history;
  history.scenario = recording.inputs.plan.name;
  history.topology = recording.inputs.topology;
  for (Draft& draft : drafts) {
    if (draft.at > recording.inputs.ends) break;
    const EventId id{history.events.size() + 1};
    history.events.push_back({id, EventId::none, draft.at, std::move(draft.what)});
  }
  const EventId last{history.events.size() + 1};
  history.events.push_back({last, EventId::none, recording.inputs.ends, HistoryEnded{}});
  find_causes(history);
  return history;
}

}  // namespace spindrift::history
