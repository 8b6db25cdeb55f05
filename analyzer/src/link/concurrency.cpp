#include "concurrency.hpp"

#include <algorithm>
#include <set>

namespace gordian::analyzer {
namespace {

constexpr std::size_t kMaxLine = 64;

}  // namespace

Concurrency::Concurrency(const Contexts& contexts)
    : contexts_(contexts), creators_(contexts.threads().size()), lines_(contexts.threads().size()) {
  for (std::size_t i = 0; i < creators_.size(); ++i) {
    const AbstractThread& thread = contexts.threads()[i];
    if (thread.creator != kNoNode) creators_[i] = contexts[thread.creator].reachedBy;
  }
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    std::vector<ThreadIndex>& line = lines_[i];
    line.push_back(static_cast<ThreadIndex>(i));
    for (std::size_t at = 0; at < line.size() && line.size() < kMaxLine; ++at) {
      for (const ThreadIndex creator : creators_[index(line[at])])
        if (std::find(line.begin(), line.end(), creator) == line.end()) line.push_back(creator);
    }
  }
}

bool Concurrency::isFromOutside(ThreadIndex thread) const {
  const std::vector<ThreadIndex>& line = lineOf(thread);
  const auto has = [&](ThreadKind kind) {
    return std::any_of(line.begin(), line.end(),
                       [&](ThreadIndex one) { return contexts_[one].kind == kind; });
  };
  return has(ThreadKind::Callers) && !has(ThreadKind::Main);
}

bool Concurrency::dependsOnCallers(ThreadIndex a, ThreadIndex b) const {
  for (const ThreadIndex one : {a, b})
    if (contexts_[one].kind == ThreadKind::Callers) return true;
  if (!isFromOutside(a) && !isFromOutside(b)) return false;
  const std::vector<ThreadIndex>& lineA = lineOf(a);
  const std::vector<ThreadIndex>& lineB = lineOf(b);
  return std::none_of(lineA.begin(), lineA.end(), [&](ThreadIndex one) {
    return std::find(lineB.begin(), lineB.end(), one) != lineB.end();
  });
}

bool Concurrency::isBegunWithin(ThreadIndex thread, FunctionId frame) const {
  const auto [known, isNew] = within_.try_emplace(std::pair{thread, frame}, false);
  if (!isNew) return known->second;
  std::vector<NodeId> open;
  std::set<NodeId> seen;
  const auto reach = [&](NodeId node) {
    if (node != kNoNode && seen.insert(node).second) open.push_back(node);
  };
  for (const ThreadIndex one : lineOf(thread)) reach(contexts_[one].creator);
  bool isWithin = false;
  while (!open.empty() && !isWithin) {
    const ContextNode& node = contexts_[open.back()];
    open.pop_back();
    isWithin = node.function == frame;
    for (const CallerEdge& edge : node.callers) reach(edge.node);
  }
  return within_[{thread, frame}] = isWithin;
}

// The key spells out the calls that lead to where the thread is begun; the thread knows its
// creator's node, whose callers must spell the same.
bool Concurrency::isNamed(ThreadIndex thread, ThreadKey key) const {
  const auto [known, isNew] = names_.try_emplace(std::pair{thread, key}, false);
  if (!isNew) return known->second;
  const ThreadKeys& keys = contexts_.program().keys();
  std::vector<ThreadKey> spelling{key};
  while (index(keys[spelling.back()].inner) != 0) spelling.push_back(keys[spelling.back()].inner);
  if (spelling.back() != contexts_[thread].site) return false;
  std::vector<NodeId> nodes{contexts_[thread].creator};
  for (std::size_t i = spelling.size() - 1; i-- > 0 && !nodes.empty();) {
    const ThreadKeys::Node& call = keys[spelling[i]];
    std::vector<NodeId> callers;
    for (const NodeId node : nodes) {
      for (const CallerEdge& edge : contexts_[node].callers) {
        const FunctionId function = contexts_[edge.node].function;
        if (function != call.function) continue;
        if (contexts_.program()[function].points[edge.point].op == call.op)
          callers.push_back(edge.node);
      }
    }
    nodes = std::move(callers);
  }
  return names_[{thread, key}] = !nodes.empty();
}

// The instances that `key` names were begun by the execution of `frame` in which `thread` was.
bool Concurrency::isWithin(ThreadKey key, ThreadIndex thread, FunctionId frame) const {
  const FunctionId outermost = contexts_.program().keys()[key].function;
  NodeId node = contexts_[thread].creator;
  for (std::size_t i = 0; i < kMaxLine && node != kNoNode; ++i) {
    const FunctionId function = contexts_[node].function;
    if (function == outermost) return true;
    if (function == frame) return false;
    const std::vector<CallerEdge>& callers = contexts_[node].callers;
    node = callers.empty() ? kNoNode : callers.front().node;
  }
  return false;
}

bool Concurrency::runs(std::uint32_t status, ThreadIndex thread, FunctionId frame,
                       bool isSure) const {
  const std::vector<ThreadStatus>& begun = contexts_.threadSet(status);
  return std::any_of(begun.begin(), begun.end(), [&](const ThreadStatus& one) {
    return !one.isJoined && !(isSure && one.isPerhaps) && isNamed(thread, one.key) &&
           (frame == kNoFunction || isWithin(one.key, thread, frame));
  });
}

bool Concurrency::mayRun(std::uint32_t status, ThreadIndex thread, ThreadIndex last,
                         FunctionId frame, bool isSure) const {
  if (runs(status, thread, frame, isSure)) return true;
  if (thread == last) return false;
  const std::vector<ThreadStatus>& begun = contexts_.threadSet(status);
  const bool isBegun = std::any_of(begun.begin(), begun.end(), [&](const ThreadStatus& one) {
    return isNamed(thread, one.key) && (frame == kNoFunction || isWithin(one.key, thread, frame));
  });
  return isBegun && isLeftBehind(thread, last, isSure);
}

// Somebody on the way from `thread` down to `last` ends without having joined the next one.
bool Concurrency::isLeftBehind(ThreadIndex thread, ThreadIndex last, bool isSure) const {
  for (const ThreadIndex child : lineOf(last)) {
    if (child == thread) continue;
    for (const ThreadIndex creator : creators(child)) {
      const std::vector<ThreadIndex>& line = lineOf(creator);
      const bool isBelow = std::find(line.begin(), line.end(), thread) != line.end();
      if (isBelow && leaves(creator, child, isSure)) return true;
    }
  }
  return false;
}

bool Concurrency::leaves(ThreadIndex creator, ThreadIndex child, bool isSure) const {
  const NodeId entry = contexts_[creator].entry;
  if (entry == kNoNode) return false;
  const Summary& summary = contexts_.program()[contexts_[entry].function].summary;
  return std::any_of(summary.exits.begin(), summary.exits.end(), [&](const Exit& exit) {
    return std::any_of(exit.threads.begin(), exit.threads.end(), [&](const Begun& begun) {
      return !begun.isJoined && !(isSure && begun.isPerhaps) && isNamed(child, begun.key);
    });
  });
}

bool Concurrency::overlapsItself(ThreadIndex thread, FunctionId frame, bool isSure) const {
  const AbstractThread& known = contexts_[thread];
  if (known.kind == ThreadKind::Main || known.kind == ThreadKind::Callers) return false;
  if (known.kind == ThreadKind::Executor) return frame == kNoFunction;
  if (known.kind == ThreadKind::Handler) return false;
  if (runs(known.threads, thread, frame, isSure)) return true;
  if (frame != kNoFunction) {
    // The frame's thread itself may be several, but each has a frame of its own.
    return false;
  }
  return std::any_of(creators(thread).begin(), creators(thread).end(), [&](ThreadIndex creator) {
    return creator != thread && overlapsItself(creator, kNoFunction, isSure);
  });
}

bool Concurrency::overlap(ThreadIndex a, std::uint32_t statusA, ThreadIndex b,
                          std::uint32_t statusB, FunctionId frame, bool isSure) const {
  if (a == b) return overlapsItself(a, frame, isSure);
  const std::vector<ThreadIndex>& lineA = lineOf(a);
  const std::vector<ThreadIndex>& lineB = lineOf(b);
  const auto isCreatedBy = [&](ThreadIndex child, ThreadIndex creator) {
    const std::vector<ThreadIndex>& known = creators(child);
    return std::find(known.begin(), known.end(), creator) != known.end();
  };
  for (const ThreadIndex child : lineB)
    if (isCreatedBy(child, a) && mayRun(statusA, child, b, frame, isSure)) return true;
  for (const ThreadIndex child : lineA)
    if (isCreatedBy(child, b) && mayRun(statusB, child, a, frame, isSure)) return true;
  bool haveCommonCreator = false;
  for (const ThreadIndex x : lineA) {
    for (const ThreadIndex y : lineB) {
      if (x == y) {
        haveCommonCreator = true;
        if (x != a && x != b && overlapsItself(x, frame, isSure)) return true;
        continue;
      }
      // Both begun by one thread: one still ran when the other was begun.
      const std::vector<ThreadIndex>& ofX = creators(x);
      const bool isPair = std::any_of(ofX.begin(), ofX.end(),
                                      [&](ThreadIndex creator) { return isCreatedBy(y, creator); });
      if (!isPair) continue;
      if (mayRun(contexts_[x].threads, y, b, frame, isSure) ||
          mayRun(contexts_[y].threads, x, a, frame, isSure))
        return true;
    }
  }
  const bool isRelated = haveCommonCreator ||
                         std::find(lineB.begin(), lineB.end(), a) != lineB.end() ||
                         std::find(lineA.begin(), lineA.end(), b) != lineA.end();
  if (isRelated || frame != kNoFunction) return false;
  // Nothing orders threads that have nobody in common, but nobody calls from outside before the
  // program has begun any thread.
  const auto isBeforeAll = [&](ThreadIndex thread, std::uint32_t status) {
    return contexts_[thread].kind == ThreadKind::Main && contexts_.threadSet(status).empty();
  };
  return !(isBeforeAll(a, statusA) && isFromOutside(b)) &&
         !(isBeforeAll(b, statusB) && isFromOutside(a));
}

}  // namespace gordian::analyzer
