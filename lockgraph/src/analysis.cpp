#include <gordian/lockgraph/analysis.hpp>

#include "components.hpp"
#include "double_locks.hpp"
#include "edge_count.hpp"
#include "findings.hpp"
#include "held_waits.hpp"
#include "read_again.hpp"
#include "refuted.hpp"
#include "search.hpp"
#include "shapes.hpp"
#include "verdict.hpp"

namespace gordian::lockgraph {
namespace {

// Counting is far cheaper than searching; enough for a nest of 10,000 locks.
constexpr std::size_t kCountSteps = 200'000'000;

}  // namespace

Analysis analyse(const Trace& trace, const Limits& limits) {
  Analysis analysis;
  const EdgeCount count = countEdges(trace, kCountSteps);
  analysis.edges = count.edges;
  if (!count.isComplete) analysis.cut.push_back("there are more edges than were counted");
  analysis.doubleLocks = findDoubleLocks(trace);
  for (const DoubleLock& found : findReadsAgain(trace)) analysis.doubleLocks.push_back(found);
  analysis.heldWaits = findHeldWaits(trace, analysis.cut);

  // Edges into try-acquisitions join components too, so that what they refute can be listed.
  const Components components = findComponents(trace, TryEdges::Take);
  if (components.locks.empty()) return analysis;
  const Shapes shapes(trace, components);
  Verdict verdict(shapes);
  Findings findings(trace, limits.maxCycles);
  searchDeadlocks(shapes, limits, verdict, findings, analysis.cut);
  listRefuted(shapes, limits, verdict, findings, analysis.unlisted);
  if (verdict.isOrderCut()) {
    analysis.cut.push_back(
        "the order of threads was not followed to its end: cycles that it rules out can be listed "
        "as possible");
  }
  analysis.cycles = findings.take();
  return analysis;
}

}  // namespace gordian::lockgraph
