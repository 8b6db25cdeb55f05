#include "contexts.hpp"

#include <algorithm>
#include <numeric>

#include "thread_lists.hpp"

namespace gordian::analyzer {
namespace {

constexpr std::uint32_t kMaxContexts = 24;  // of one function, told apart
constexpr std::uint32_t kNotYet = 0xffffffffU;
constexpr ScopeId kNoScope{0xffffffffU};
constexpr PathId kNotNamed{0xffffffffU};
constexpr PathId kNowhere{0xfffffffeU};  // of a point that cannot happen

}  // namespace

std::uint64_t hashOf(const Stored& stored) {
  const std::uint64_t value =
      mixed(static_cast<std::uint64_t>(stored.value.integer), index(stored.value.path));
  return mixed(mixed(value, static_cast<std::uint64_t>(stored.value.kind)), index(stored.place));
}

std::uint64_t hashOf(const HeldLock& lock) {
  const auto kinds = static_cast<std::uint64_t>(lock.kind) << 8 |
                     static_cast<std::uint64_t>(lock.mode) << 1 | (lock.isCertain ? 1 : 0);
  return mixed(index(lock.lock), kinds);
}

std::uint64_t hashOf(const ThreadStatus& thread) {
  const std::uint64_t how = (thread.isJoined ? 2 : 0) + (thread.isPerhaps ? 1 : 0);
  return mixed(index(thread.key), index(thread.handle) << 2 | how);
}

Contexts::Contexts(const LinkedProgram& program, const std::vector<std::string>& entryPoints)
    : program_(program),
      paths_(program.paths()),
      occurrences_(static_cast<std::size_t>(PointKind::Return) + 1),
      contexts_(program.program().functions().size(), 0),
      generalScopes_(program.program().functions().size(), kNoScope) {
  addRoots(entryPoints);
  sortCallers();
  spreadThreads();
}

ScopeId Contexts::scopeOf(FunctionId function, Binding binding) {
  const std::uint32_t number = bindings_.number(std::move(binding));
  const auto [place, isNew] = scopeNumbers_.try_emplace(
      std::uint64_t{number} << 32 | index(function), static_cast<ScopeId>(scopes_.size()));
  if (isNew) scopes_.push_back({function, number, kNoNode, {}, {}});
  return place->second;
}

const Point& Contexts::pointOf(const Occurrence& at) const {
  return program_[(*this)[at.node].function].points[at.point];
}

// The node of the scope that was made last for these locks and threads.
NodeId Contexts::find(ScopeId scope, std::uint32_t held, std::uint32_t threads) const {
  NodeId id = scopes_[index(scope)].lastNode;
  for (; id != kNoNode; id = entries_[index(id)].before)
    if (entries_[index(id)].held == held && entries_[index(id)].threads == threads) break;
  return id;
}

// Of callers whose objects are not known.
ScopeId Contexts::generalScopeOf(FunctionId function) {
  ScopeId& known = generalScopes_[index(function)];
  if (known == kNoScope) known = scopeOf(function, {});
  return known;
}

NodeId Contexts::enter(ScopeId scope, std::uint32_t held, std::uint32_t threads) {
  if (const NodeId known = find(scope, held, threads); known != kNoNode) return known;
  const FunctionId function = scopes_[index(scope)].function;
  const bool isGeneral = contexts_[index(function)] >= kMaxContexts;
  if (isGeneral) {
    // What the callers hold is not known in the general context; neither are their objects.
    scope = generalScopeOf(function);
    held = 0;
    if (contexts_[index(function)] >= 2 * kMaxContexts) threads = 0;
    const NodeId known = find(scope, held, threads);
    if (known != kNoNode && nodes_[index(known)].isGeneral) return known;
  }
  ++contexts_[index(function)];
  const auto id = static_cast<NodeId>(nodes_.size());
  NodeId& last = scopes_[index(scope)].lastNode;
  entries_.push_back({held, threads, last});
  last = id;
  nodes_.push_back({function, scope, held, threads, isGeneral, held, {}, {}});
  believe(id);
  return id;
}

// Locks that the function is declared to require, or to let go of, are held at its entry.
void Contexts::believe(NodeId node) {
  const FunctionId function = nodes_[index(node)].function;
  Declarations::Locks believed = program_.declarations().required(function);
  const Declarations::Locks& released = program_.declarations().released(function);
  believed.insert(believed.end(), released.begin(), released.end());
  if (believed.empty()) return;
  std::vector<HeldLock> set = heldSet(nodes_[index(node)].held);
  for (const DeclaredLock& lock : believed) {
    const PathId taken = program_.declarations().taken(lock);
    const PathId named = canonical(node, taken);
    if (named == kUnknownPath) continue;
    const auto known = std::find_if(set.begin(), set.end(),
                                    [&](const HeldLock& held) { return held.lock == named; });
    if (known != set.end())
      known->isCertain = true;
    else
      set.push_back({named, lock.mode, program_.lockKind(function, taken), true});
  }
  nodes_[index(node)].held = heldSets_.number(std::move(set));
}

void Contexts::process() {
  while (nextNode_ < nodes_.size()) visit(static_cast<NodeId>(nextNode_++));
}

std::uint32_t Contexts::heldAt(NodeId node, std::uint32_t number) {
  const ContextNode& at = (*this)[node];
  const HeldSet& local = program_[at.function].heldSets[number];
  if (local.held.empty() && local.released.empty()) return at.held;
  std::vector<HeldLock> set = heldSet(at.held);
  for (const PathId lock : local.released) {
    const PathId named = canonical(node, lock);
    std::erase_if(set, [&](const HeldLock& held) { return held.lock == named; });
  }
  for (const Held& held : local.held) {
    const PathId taken =
        held.isBelieved ? program_.declarations().taken(held.lock, at.function) : held.lock;
    // Whoever asserted it has let go of it since.
    const bool isGone = held.isBelieved && std::find(local.released.begin(), local.released.end(),
                                                     taken) != local.released.end();
    if (isGone) continue;
    const PathId named = canonical(node, taken);
    // A guard of the library takes a lock class by its own name.
    const PathId whole = taken == held.lock ? named : canonical(node, held.lock);
    const auto known = std::find_if(set.begin(), set.end(), [&](const HeldLock& one) {
      return (one.lock == named || one.lock == whole) && one.lock != kUnknownPath;
    });
    if (known != set.end())
      known->isCertain |= held.isCertain;
    else
      set.push_back({named, held.mode, held.kind, held.isCertain});
  }
  return heldSets_.number(std::move(set));
}

std::uint32_t Contexts::threadsAt(NodeId node, std::uint32_t number) {
  const ContextNode& at = (*this)[node];
  const ThreadSet& local = program_[at.function].threadSets[number];
  if (local.begun.empty() && local.joined.empty()) return at.threads;
  std::vector<ThreadStatus> set = threadSet(at.threads);
  for (const PathId handle : local.joined) {
    const PathId named = canonical(node, handle);
    for (ThreadStatus& status : set)
      if (named != kUnknownPath && status.handle == named) {
        status.isJoined = true;
        status.isPerhaps = false;
      }
  }
  for (const Begun& begun : local.begun) {
    const PathId handle = canonical(node, begun.handle);
    const auto known = std::find_if(set.begin(), set.end(), [&](const ThreadStatus& status) {
      return status.key == begun.key && status.handle == handle;
    });
    if (known == set.end())
      set.push_back({begun.key, handle, begun.isJoined, begun.isPerhaps});
    else if (known->isJoined)
      *known = {begun.key, handle, begun.isJoined, begun.isPerhaps};
  }
  std::sort(set.begin(), set.end());
  return threadSets_.number(std::move(set));
}

void Contexts::visit(NodeId node) {
  const ScopeId scope = (*this)[node].scope;
  const FunctionFacts& facts = program_[(*this)[node].function];
  std::vector<PathId>& names = scopes_[index(scope)].points;
  names.resize(facts.points.size(), kNotNamed);
  heldHere_.assign(facts.heldSets.size(), kNotYet);
  threadsHere_.assign(facts.threadSets.size(), kNotYet);
  for (std::uint32_t i = 0; i < facts.points.size(); ++i) {
    const Point& point = facts.points[i];
    PathId& path = names[i];
    if (path == kNotNamed && !canHappen(scope, point)) path = kNowhere;
    if (path == kNowhere) continue;
    std::uint32_t& held = heldHere_[point.held];
    if (held == kNotYet) held = heldAt(node, point.held);
    std::uint32_t& threads = threadsHere_[point.threads];
    if (threads == kNotYet) threads = threadsAt(node, point.threads);
    if (path == kNotNamed) path = canonical(scope, point.path);
    if (point.kind == PointKind::Call || point.kind == PointKind::Spawn)
      follow(node, i, held, threads);
    if (point.kind == PointKind::Access) {
      const bool isPrivate = paths_.rootKind(path) == Root::Private && !paths_.hasDeref(path);
      if (path == kUnknownPath || isPrivate) continue;
    }
    occurrences_[static_cast<std::size_t>(point.kind)].push_back({node, i, path, held, threads});
  }
}

ScopeId Contexts::targetOf(ScopeId scope, std::uint32_t number) {
  const FunctionFacts& facts = program_[scopes_[index(scope)].function];
  std::vector<ScopeId>& known = scopes_[index(scope)].targets;
  known.resize(facts.targets.size(), kNoScope);
  const Target& target = facts.targets[number];
  if (known[number] == kNoScope) known[number] = scopeOf(target.function, canonical(scope, target));
  return known[number];
}

ScopeId Contexts::scopeAt(const CallerEdge& call, FunctionId callee) {
  const FunctionFacts& facts = program_[(*this)[call.node].function];
  const Point& point = facts.points[call.point];
  std::uint32_t number = point.firstTarget;
  while (facts.targets[number].function != callee) ++number;
  return targetOf((*this)[call.node].scope, number);
}

void Contexts::follow(NodeId node, std::uint32_t number, std::uint32_t held,
                      std::uint32_t threads) {
  const FunctionFacts& facts = program_[(*this)[node].function];
  const Point& point = facts.points[number];
  FunctionId chosen = kNoFunction;
  if (point.path != kUnknownPath) {
    const Val callee = valueAt((*this)[node].scope, point.path);
    if (callee.is(Val::Kind::Function)) chosen = callee.functionId();
  }
  const auto isChosen = [&](FunctionId target) {
    if (chosen == kNoFunction || chosen == target) return true;
    const std::vector<FunctionId>& overriders = program_.program()[chosen].overriders;
    return std::find(overriders.begin(), overriders.end(), target) != overriders.end();
  };
  const bool hasChosen =
      std::any_of(facts.targets.begin() + point.firstTarget,
                  facts.targets.begin() + point.firstTarget + point.targetCount,
                  [&](const Target& target) { return isChosen(target.function); });
  for (std::uint32_t i = 0; i < point.targetCount; ++i) {
    const Target& target = facts.targets[point.firstTarget + i];
    if (!program_.hasBody(target.function) || (hasChosen && !isChosen(target.function))) continue;
    if (point.kind == PointKind::Spawn) {
      beginThread(node, number, threads, point.firstTarget + i);
      continue;
    }
    const ScopeId scope = targetOf((*this)[node].scope, point.firstTarget + i);
    addCall(enter(scope, held, threads), {node, number});
  }
}

// Each point of each node is followed once: only two targets of this one can be equal.
void Contexts::addCall(NodeId callee, const CallerEdge& from) {
  for (auto call = calls_.rbegin(); call != calls_.rend() && call->from == from; ++call)
    if (call->callee == callee) return;
  calls_.push_back({callee, from});
}

void Contexts::beginThread(NodeId node, std::uint32_t number, std::uint32_t threads,
                           std::uint32_t target) {
  const FunctionId function = (*this)[node].function;
  const Point& point = program_[function].points[number];
  const NodeId entry = enter(targetOf((*this)[node].scope, target), 0, 0);
  const std::uint64_t which = std::uint64_t{number} << 32 | index(entry);
  const auto [place, isNew] = threadNumbersByPoint_.try_emplace(
      std::pair{node, which}, static_cast<ThreadIndex>(threads_.size()));
  if (!isNew) return;
  AbstractThread made;
  if (point.has(kExecutor)) made.kind = ThreadKind::Executor;
  if (point.has(kHandlerEntry)) made.kind = ThreadKind::Handler;
  made.entry = entry;
  made.creator = node;
  made.point = number;
  made.site = program_.keys().find(function, point.op);
  made.threads = threads;
  threads_.push_back(made);
}

void Contexts::sortCallers() {
  std::vector<std::size_t> ends(nodes_.size() + 1, 0);
  for (const Call& call : calls_) ++ends[index(call.callee) + 1];
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  callers_.resize(calls_.size());
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    nodes_[i].callers = {callers_.data() + ends[i], ends[i + 1] - ends[i]};
  for (const Call& call : calls_) callers_[ends[index(call.callee)]++] = call.from;
}

void Contexts::spreadThreads() {
  std::vector<std::vector<NodeId>> entries(threads_.size());
  for (std::size_t i = 0; i < threads_.size(); ++i)
    if (threads_[i].entry != kNoNode) entries[i].push_back(threads_[i].entry);
  for (const auto& [node, thread] : roots_) entries[index(thread)].push_back(node);
  ThreadLists lists(nodes_.size());
  std::vector<std::size_t> firstCall(nodes_.size() + 1, 0);
  for (const Call& call : calls_) ++firstCall[index(call.from.node) + 1];
  std::partial_sum(firstCall.begin(), firstCall.end(), firstCall.begin());
  for (std::size_t i = 0; i < threads_.size(); ++i) {
    lists.begin(static_cast<ThreadIndex>(i));
    std::vector<NodeId> open;
    const auto reach = [&](NodeId node) {
      if (lists.add(node)) open.push_back(node);
    };
    for (const NodeId entry : entries[i]) reach(entry);
    while (!open.empty()) {
      const std::size_t node = index(open.back());
      open.pop_back();
      for (std::size_t call = firstCall[node]; call < firstCall[node + 1]; ++call)
        reach(calls_[call].callee);
    }
  }
  calls_ = {};
  reaching_ = lists.all();
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    nodes_[i].reachedBy = reaching_[lists.of(static_cast<NodeId>(i))];
}

}  // namespace gordian::analyzer
