// The hard order of StaticTrace: who is begun after what, and joined before what.
#include <algorithm>

#include "static_trace.hpp"

namespace gordian::analyzer {

using lockgraph::Hold;
using lockgraph::ThreadId;

std::vector<Hold> StaticTrace::holdsAt(const Occurrence& at, ThreadIndex thread) {
  std::vector<Hold> holds;
  for (const HeldLock& held : contexts_.heldSet(at.held)) {
    if (isMark(held) || !held.isCertain || held.lock == kUnknownPath || isAnonymous(held.lock))
      continue;
    Hold hold;
    hold.lock = lockId(held.lock, held.kind);
    // One stretch of holding is told from another by where it began.
    if (const auto origin = describe_.origin(at.node, at.point, held.lock, thread))
      hold.serial = static_cast<std::uint32_t>(
          index(contexts_[origin->node].function) * 0x9e3779b1U + origin->op + 1);
    holds.push_back(hold);
  }
  return holds;
}

// The segments of a thread are the sets of threads that it has begun and joined. Where they do not
// follow each other in one line, the ways are exclusive; then any order will do that keeps a child
// alive wherever one of the sets says so.
void StaticTrace::addOrder() {
  segments_.resize(contexts_.threads().size());
  std::vector<std::vector<ThreadIndex>> children(contexts_.threads().size());
  for (std::size_t i = 0; i < children.size(); ++i)
    for (const ThreadIndex creator : concurrency_.creators(static_cast<ThreadIndex>(i)))
      if (index(creator) != i) children[index(creator)].push_back(static_cast<ThreadIndex>(i));
  std::vector<std::vector<std::uint32_t>> statuses(children.size());
  const auto note = [&](ThreadIndex thread, std::uint32_t status) {
    if (!children[index(thread)].empty()) statuses[index(thread)].push_back(status);
  };
  for (const Occurrence& at : contexts_.of(PointKind::Acquire))
    for (const ThreadIndex thread : contexts_[at.node].reachedBy) note(thread, at.threads);
  for (std::size_t i = 0; i < children.size(); ++i)
    for (const ThreadIndex child : children[i])
      note(static_cast<ThreadIndex>(i), contexts_[child].threads);
  for (std::size_t i = 0; i < children.size(); ++i) {
    std::vector<std::uint32_t>& known = statuses[i];
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    // Joins first: a way that began fewer threads and has joined one is later than one on which
    // all of them run.
    const auto progress = [&](std::uint32_t status) {
      const std::vector<ThreadStatus>& begun = contexts_.threadSet(status);
      const auto joined = std::count_if(begun.begin(), begun.end(),
                                        [](const ThreadStatus& one) { return one.isJoined; });
      return std::pair{joined, begun.size()};
    };
    std::stable_sort(known.begin(), known.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return progress(a) < progress(b); });
    for (std::size_t s = 0; s < known.size(); ++s)
      segments_[i][known[s]] = static_cast<std::uint32_t>(2 * s);
    orderChildren(static_cast<ThreadIndex>(i), children[i]);
  }
}

void StaticTrace::orderChildren(ThreadIndex parent, const std::vector<ThreadIndex>& children) {
  for (const ThreadIndex child : children) {
    std::uint32_t begun = segmentOf(parent, contexts_[child].threads);
    std::uint32_t lastAlive = begun;
    bool isJoined = false;
    bool isBefore = true;
    for (const auto& [status, segment] : segments_[index(parent)]) {
      for (const ThreadStatus& one : contexts_.threadSet(status)) {
        if (!concurrency_.isNamed(child, one.key)) continue;
        if (one.isJoined) {
          isJoined = true;
          continue;
        }
        lastAlive = std::max(lastAlive, segment);
        if (segment == 0)
          isBefore = false;
        else
          begun = std::min(begun, segment - 1);
      }
    }
    const Occurrence at{
        contexts_[child].creator,
        contexts_[child].point,
        {},
        contexts_.heldAt(contexts_[child].creator,
                         contexts_.program()[contexts_[contexts_[child].creator].function]
                             .points[contexts_[child].point]
                             .held),
        contexts_[child].threads};
    for (std::size_t i = 0; i < instances_[index(child)]; ++i) {
      lockgraph::Thread& made = trace_.threads[static_cast<std::size_t>(instance(child, i))];
      if (made.parent || !isBefore) continue;
      made.parent = instance(parent, i);
      made.parentSegment = begun;
      made.parentHolds = holdsAt(at, parent);
    }
    // A join without an acquisition after it shows in no status.
    const std::optional<std::vector<Hold>> holds = holdsAtJoin(parent, child);
    if (!isJoined && !holds) continue;
    for (std::size_t i = 0; i < instances_[index(child)]; ++i)
      trace_.joins.push_back({instance(parent, i), lastAlive + 1, instance(child, i),
                              holds.value_or(std::vector<Hold>{})});
  }
}

// What the parent holds at every join of the child.
std::optional<std::vector<Hold>> StaticTrace::holdsAtJoin(ThreadIndex parent, ThreadIndex child) {
  std::optional<std::vector<Hold>> common;
  for (const Occurrence& at : contexts_.of(PointKind::Join)) {
    const ContextNode& node = contexts_[at.node];
    if (!std::binary_search(node.reachedBy.begin(), node.reachedBy.end(), parent)) continue;
    const std::vector<ThreadStatus>& begun = contexts_.threadSet(at.threads);
    const bool isOurs = std::any_of(begun.begin(), begun.end(), [&](const ThreadStatus& one) {
      return !one.isJoined && concurrency_.isNamed(child, one.key);
    });
    if (!isOurs) continue;
    std::vector<Hold> holds = holdsAt(at, parent);
    if (!common) {
      common = std::move(holds);
      continue;
    }
    std::erase_if(*common, [&](const Hold& hold) {
      return std::none_of(holds.begin(), holds.end(), [&](const Hold& other) {
        return other.lock == hold.lock && other.serial == hold.serial;
      });
    });
  }
  return common;
}

}  // namespace gordian::analyzer
