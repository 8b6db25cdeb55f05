#include "concurrency.hpp"

#include <algorithm>

namespace gordian::analyzer {
namespace {

constexpr std::size_t kMaxLine = 64;
constexpr std::size_t kMaxAnswers = std::size_t{1} << 22;  // that are kept
constexpr std::size_t kMaxLives = std::size_t{1} << 26;    // of threads beside each other

}  // namespace

Concurrency::Concurrency(const Contexts& contexts)
    : contexts_(contexts),
      creators_(contexts.threads().size()),
      lines_(contexts.threads().size()),
      within_(contexts.threads().size()) {
  for (std::size_t i = 0; i < creators_.size(); ++i) {
    const AbstractThread& thread = contexts.threads()[i];
    if (thread.creator == kNoNode) continue;
    const auto& makers = contexts[thread.creator].reachedBy;
    creators_[i].assign(makers.begin(), makers.end());
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
  std::vector<bool>& known = within_[index(thread)];
  if (known.empty()) known = findWithin(thread);
  return known[index(frame)];
}

// Up the callers of whoever began it, and of whoever began those.
std::vector<bool> Concurrency::findWithin(ThreadIndex thread) const {
  std::vector<bool> functions(contexts_.program().program().functions().size(), false);
  std::vector<bool> seen(contexts_.nodes().size(), false);
  std::vector<NodeId> open;
  const auto reach = [&](NodeId node) {
    if (node == kNoNode || seen[index(node)]) return;
    seen[index(node)] = true;
    open.push_back(node);
  };
  for (const ThreadIndex one : lineOf(thread)) reach(contexts_[one].creator);
  while (!open.empty()) {
    const ContextNode& node = contexts_[open.back()];
    open.pop_back();
    functions[index(node.function)] = true;
    for (const CallerEdge& edge : node.callers) reach(edge.node);
  }
  return functions;
}

// Where its last call begins the thread.
ThreadKey Concurrency::siteOf(ThreadKey key) const {
  if (index(key) >= sites_.size()) sites_.resize(2 * index(key) + 1);
  ThreadKey& site = sites_[index(key)];
  if (site != ThreadKey{}) return site;
  const ThreadKeys& keys = contexts_.program().keys();
  for (site = key; index(keys[site].inner) != 0;) site = keys[site].inner;
  return site;
}

// The key spells out the calls that lead to where the thread is begun; the thread knows its
// creator's node, whose callers must spell the same.
bool Concurrency::isNamed(ThreadIndex thread, ThreadKey key) const {
  if (siteOf(key) != contexts_[thread].site) return false;
  const auto [known, isNew] =
      names_.try_emplace(std::uint64_t{index(thread)} << 32 | index(key), false);
  if (!isNew) return known->second;
  const ThreadKeys& keys = contexts_.program().keys();
  std::vector<ThreadKey> spelling{key};
  while (index(keys[spelling.back()].inner) != 0) spelling.push_back(keys[spelling.back()].inner);
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
  return known->second = !nodes.empty();
}

// The instances that `key` names were begun by the execution of `frame` in which `thread` was.
bool Concurrency::isWithin(ThreadKey key, ThreadIndex thread, FunctionId frame) const {
  const FunctionId outermost = contexts_.program().keys()[key].function;
  NodeId node = contexts_[thread].creator;
  for (std::size_t i = 0; i < kMaxLine && node != kNoNode; ++i) {
    const FunctionId function = contexts_[node].function;
    if (function == outermost) return true;
    if (function == frame) return false;
    const std::span<const CallerEdge> callers = contexts_[node].callers;
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

Concurrency::Life Concurrency::lifeOf(ThreadIndex thread, std::uint32_t status, FunctionId frame,
                                      bool isSure) const {
  if (runs(status, thread, frame, isSure)) return Life::Runs;
  const std::vector<ThreadStatus>& begun = contexts_.threadSet(status);
  const bool isBegun = std::any_of(begun.begin(), begun.end(), [&](const ThreadStatus& one) {
    return isNamed(thread, one.key) && (frame == kNoFunction || isWithin(one.key, thread, frame));
  });
  return isBegun ? Life::Ended : Life::NotBegun;
}

Concurrency::Life Concurrency::findLifeBeside(ThreadIndex other, ThreadIndex thread,
                                              FunctionId frame, bool isSure) const {
  const std::vector<ThreadIndex>& makers = creators(other);
  const bool areSiblings = std::any_of(makers.begin(), makers.end(), [&](ThreadIndex creator) {
    return isCreatedBy(thread, creator);
  });
  return areSiblings ? lifeOf(thread, contexts_[other].threads, frame, isSure) : Life::NotBegun;
}

Concurrency::Life Concurrency::lifeBeside(Lives& known, ThreadIndex other, ThreadIndex thread,
                                          FunctionId frame, bool isSure) const {
  if (known.empty()) return findLifeBeside(other, thread, frame, isSure);
  Life& life = known[index(other) * lines_.size() + index(thread)];
  if (life == Life::NotAsked) life = findLifeBeside(other, thread, frame, isSure);
  return life;
}

// Of too many threads nothing is kept.
Concurrency::Lives& Concurrency::livesWithin(FunctionId frame, bool isSure) const {
  const std::size_t size = lines_.size() * lines_.size();
  if ((siblings_.size() + 1) * size > kMaxLives) siblings_.clear();
  Lives& known = siblings_[std::uint64_t{index(frame)} << 1 | (isSure ? 1 : 0)];
  if (size <= kMaxLives) known.resize(size, Life::NotAsked);
  return known;
}

bool Concurrency::mayRun(Life life, ThreadIndex thread, ThreadIndex last, bool isSure) const {
  if (life != Life::Ended || thread == last) return life == Life::Runs;
  return isLeftBehind(thread, last, isSure);
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

std::size_t Concurrency::QuestionHash::operator()(const Question& question) const {
  const std::uint64_t a = index(question.a) << 32 | question.statusA;
  const std::uint64_t b = index(question.b) << 32 | question.statusB;
  return mixed(mixed(a, b), index(question.frame) << 1 | (question.isSure ? 1 : 0));
}

// Each two accesses of a place are compared, and most are made by few threads in few states.
bool Concurrency::overlap(ThreadIndex a, std::uint32_t statusA, ThreadIndex b,
                          std::uint32_t statusB, FunctionId frame, bool isSure) const {
  if (a == b) return overlapsItself(a, frame, isSure);
  if (overlaps_.size() >= kMaxAnswers) overlaps_.clear();
  const Question question{a, statusA, b, statusB, frame, isSure};
  const auto [known, isNew] = overlaps_.try_emplace(question, false);
  if (isNew) known->second = findOverlap(a, statusA, b, statusB, frame, isSure);
  return known->second;
}

bool Concurrency::findOverlap(ThreadIndex a, std::uint32_t statusA, ThreadIndex b,
                              std::uint32_t statusB, FunctionId frame, bool isSure) const {
  for (const ThreadIndex child : lineOf(b))
    if (isCreatedBy(child, a) && mayRun(lifeOf(child, statusA, frame, isSure), child, b, isSure))
      return true;
  for (const ThreadIndex child : lineOf(a))
    if (isCreatedBy(child, b) && mayRun(lifeOf(child, statusB, frame, isSure), child, a, isSure))
      return true;
  const Question inAnyState{a, 0, b, 0, frame, isSure};
  const auto [known, isNew] = forebears_.try_emplace(inAnyState, Forebears::Strangers);
  if (isNew) known->second = compareForebears(a, b, frame, isSure);
  if (known->second != Forebears::Strangers || frame != kNoFunction)
    return known->second == Forebears::Overlap;
  // Nothing orders threads that have nobody in common, but nobody calls from outside before the
  // program has begun any thread.
  const auto isBeforeAll = [&](ThreadIndex thread, std::uint32_t status) {
    return contexts_[thread].kind == ThreadKind::Main && contexts_.threadSet(status).empty();
  };
  return !(isBeforeAll(a, statusA) && isFromOutside(b)) &&
         !(isBeforeAll(b, statusB) && isFromOutside(a));
}

bool Concurrency::isCreatedBy(ThreadIndex child, ThreadIndex creator) const {
  const std::vector<ThreadIndex>& known = creators(child);
  return std::binary_search(known.begin(), known.end(), creator);
}

// Whatever the two have begun and joined themselves.
Concurrency::Forebears Concurrency::compareForebears(ThreadIndex a, ThreadIndex b, FunctionId frame,
                                                     bool isSure) const {
  Forebears result = Forebears::Strangers;
  Lives& known = livesWithin(frame, isSure);
  for (const ThreadIndex x : lineOf(a)) {
    for (const ThreadIndex y : lineOf(b)) {
      if (x == y) {
        result = Forebears::Common;
        if (x != a && x != b && overlapsItself(x, frame, isSure)) return Forebears::Overlap;
        continue;
      }
      // Both begun by one thread: one still ran when the other was begun.
      if (mayRun(lifeBeside(known, x, y, frame, isSure), y, b, isSure) ||
          mayRun(lifeBeside(known, y, x, frame, isSure), x, a, isSure))
        return Forebears::Overlap;
    }
  }
  return result;
}

}  // namespace gordian::analyzer
