#include "analysis/explanation/cause_graph.hpp"

#include <algorithm>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>

namespace spindrift::analysis {

struct CauseGraph::Graph : boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS> {
  using adjacency_list::adjacency_list;
};

namespace {

using history::EventId;

constexpr std::size_t vertex_of(EventId id) { return number(id) - 1; }
constexpr EventId event_of(std::size_t vertex) { return EventId{vertex + 1}; }

/// Keeps the earliest wanted event that a search reaches.
template <class Graph>
class FindFirst : public boost::default_bfs_visitor {
 public:
  FindFirst(const history::History& history, const CauseGraph::Wanted& wanted,
            std::optional<EventId>& found)
      : history_{history}, wanted_{wanted}, found_{found} {}

  void discover_vertex(std::size_t vertex, const Graph&) {
    const EventId id = event_of(vertex);
    if ((!found_ || id < *found_) && wanted_(history_.events[vertex])) found_ = id;
  }

 private:
  const history::History& history_;
  const CauseGraph::Wanted& wanted_;
  std::optional<EventId>& found_;
};

}  // namespace

CauseGraph::CauseGraph(const history::History& history)
    : history_{history}, graph_{std::make_unique<Graph>(history.events.size())} {
  for (const history::Event& event : history.events) {
    if (event.cause == EventId::none) continue;
    boost::add_edge(vertex_of(event.cause), vertex_of(event.id), *graph_);
  }
}

CauseGraph::~CauseGraph() = default;

std::vector<EventId> CauseGraph::causes_of(EventId id) const {
  std::vector<EventId> chain;
  for (std::size_t vertex = vertex_of(id);;) {
    chain.push_back(event_of(vertex));
    const auto [first, last] = boost::in_edges(vertex, *graph_);
    if (first == last) break;
    vertex = boost::source(*first, *graph_);
  }
  std::ranges::reverse(chain);
  return chain;
}

std::optional<EventId> CauseGraph::nearest_cause(EventId id, const Wanted& wanted) const {
  const std::vector<EventId> chain = causes_of(id);
  for (auto each = chain.rbegin(); each != chain.rend(); ++each) {
    if (wanted(event(*each))) return *each;
  }
  return {};
}

std::optional<EventId> CauseGraph::first_effect(EventId id, const Wanted& wanted) const {
  std::optional<EventId> found;
  const FindFirst<Graph> visitor{history_, wanted, found};
  boost::breadth_first_search(*graph_, vertex_of(id), boost::visitor(visitor));
  return found;
}

}  // namespace spindrift::analysis
