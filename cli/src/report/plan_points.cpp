#include "plan_points.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gordian::cli {
namespace {

using lockgraph::Acquisition;
using lockgraph::Dependency;
using lockgraph::LockId;
using lockgraph::Sequence;
using lockgraph::StackId;

constexpr std::size_t kMostOfEdge = 8;

Sequence whenOf(const Dependency& dependency) {
  return dependency.occurrences.empty() ? 0 : dependency.occurrences.front().sequence;
}

std::uint32_t classOf(const lockgraph::Trace& trace, LockId lock) {
  return trace.locks[static_cast<std::size_t>(lock)].lockClass;
}

bool holdsClass(const lockgraph::Trace& trace, const Dependency& dependency, std::uint32_t wanted) {
  const Dependency* at = &dependency;
  while (at != nullptr) {
    for (const auto& held : at->held)
      if (classOf(trace, held.lock) == wanted) return true;
    if (!at->base) return false;
    at = &trace.dependencies[static_cast<std::size_t>(*at->base)];
    if (classOf(trace, at->lock) == wanted) return true;
  }
  return false;
}

bool holdsShared(const lockgraph::Trace& trace, const Dependency& dependency, LockId wanted) {
  const Dependency* at = &dependency;
  while (true) {
    for (const auto& held : at->held)
      if (held.lock == wanted) return held.mode == lockgraph::Mode::Shared;
    if (!at->base) return false;
    at = &trace.dependencies[static_cast<std::size_t>(*at->base)];
    if (at->lock == wanted) return at->mode == lockgraph::Mode::Shared;
  }
}

bool isRuntime(const recording::Module* module) {
  return module != nullptr && module->path.ends_with("/libgordian_runtime.so");
}

// One line of a plan holds it.
bool isPlain(const std::string& text) {
  return !text.empty() && std::none_of(text.begin(), text.end(),
                                       [](unsigned char c) { return c < ' ' || c == 0x7f; });
}

}  // namespace

void addPoints(std::vector<PlanPoint>& points, const std::vector<PlanPoint>& more) {
  for (const PlanPoint& point : more) {
    const bool isKnown = std::any_of(points.begin(), points.end(), [&](const PlanPoint& known) {
      return known.isWait == point.isWait && known.isWriter == point.isWriter &&
             known.isShared == point.isShared && known.frames == point.frames &&
             known.python == point.python && known.object == point.object;
    });
    if (!isKnown && points.size() < kMostPlanPoints) points.push_back(point);
  }
}

PlanPoints::PlanPoints(const recording::Recording& recording) : recording_(recording) {}

std::optional<PlanFrame> PlanPoints::placeOf(std::uint64_t address, Sequence when) const {
  const recording::Module* module = recording_.moduleAt(address, when);
  if (module == nullptr || !isPlain(module->path)) return std::nullopt;
  return PlanFrame{module->buildId, module->path, address - module->bias};
}

std::string PlanPoints::leafOf(StackId id) const {
  const recording::Stack& stack = recording_.stacks[static_cast<std::size_t>(id)];
  std::string leaf;
  if (!stack.frames.empty()) leaf = fmt::format("{:x}", stack.frames.front().pc);
  if (!stack.python.empty())
    leaf += fmt::format(" {}:{}", stack.python.front().file, stack.python.front().line);
  return leaf;
}

std::uint64_t PlanPoints::crowdOf(StackId stack) {
  if (crowds_.empty())
    for (const Dependency& dependency : recording_.trace.dependencies)
      ++crowds_[leafOf(dependency.stack)];
  const auto known = crowds_.find(leafOf(stack));
  return known == crowds_.end() ? 1 : known->second;
}

void PlanPoints::add(Points& points, PlanPoint point, StackId id, Sequence when) {
  const auto number = static_cast<std::size_t>(id);
  if (number == 0 || number >= recording_.stacks.size()) return;
  const recording::Stack& stack = recording_.stacks[number];
  for (const auto& frame : stack.frames) {
    if (point.frames.size() == kMostPlanFrames) break;
    // Where the runtime begins threads: what is below is not the program's, and changes with ours.
    if (isRuntime(recording_.moduleAt(frame.pc, when))) break;
    auto place = placeOf(frame.pc, when);
    if (!place) break;
    point.frames.push_back(std::move(*place));
  }
  for (const auto& line : stack.python) {
    const bool isWord = line.function.find(' ') == std::string::npos && isPlain(line.function);
    if (point.python.size() == kMostPlanLines || !isWord || !isPlain(line.file)) break;
    point.python.push_back({line.line, line.function, line.file});
  }
  if (point.frames.empty() && point.python.empty()) return;
  point.crowd = crowdOf(id);
  addPoints(points, {point});
}

void PlanPoints::addLock(Points& points, StackId stack, lockgraph::Mode mode, LockId lock,
                         Sequence when) {
  PlanPoint point;
  point.isShared = mode == lockgraph::Mode::Shared;
  const auto& info = recording_.lockInfo[static_cast<std::size_t>(lock)];
  if (info.storage == recording::Storage::Static) point.object = placeOf(info.address, when);
  add(points, std::move(point), stack, when);
}

void PlanPoints::addEdge(Points& points, const lockgraph::CycleEdge& edge) {
  const lockgraph::Trace& trace = recording_.trace;
  const Dependency& own = trace.dependencies[static_cast<std::size_t>(edge.dependency)];
  if (own.afterWait) {  // taken again by a condition wait: who needs what it holds meanwhile comes
    PlanPoint waits;    // while it waits
    waits.isWait = true;
    add(points, std::move(waits), own.stack, whenOf(own));
  } else {
    addLock(points, own.stack, own.mode, own.lock, whenOf(own));
  }
  const std::uint32_t held = classOf(trace, edge.held);
  const std::uint32_t acquired = classOf(trace, edge.acquired);
  const std::size_t before = points.size();
  for (const Dependency& other : trace.dependencies) {
    if (points.size() >= before + kMostOfEdge) return;
    if (other.acquisition != Acquisition::Blocking || other.afterWait || other.reentrant) continue;
    if (classOf(trace, other.lock) != acquired || !holdsClass(trace, other, held)) continue;
    addLock(points, other.stack, other.mode, other.lock, whenOf(other));
  }
}

void PlanPoints::addWriters(Points& points, const lockgraph::CycleEdge& edge,
                            const lockgraph::CycleEdge& next) {
  const lockgraph::Trace& trace = recording_.trace;
  const Dependency& asks = trace.dependencies[static_cast<std::size_t>(edge.dependency)];
  const Dependency& holds = trace.dependencies[static_cast<std::size_t>(next.dependency)];
  if (asks.mode != lockgraph::Mode::Shared || !holdsShared(trace, holds, edge.acquired)) return;
  const auto addWriter = [&](StackId stack, Sequence when) {
    Points writers;
    addLock(writers, stack, lockgraph::Mode::Exclusive, edge.acquired, when);
    for (PlanPoint& writer : writers) writer.isWriter = true;
    addPoints(points, writers);
  };
  for (const auto& use : trace.uses)
    if (use.lock == edge.acquired && use.mode == lockgraph::Mode::Exclusive &&
        use.acquisition == Acquisition::Blocking)
      addWriter(use.stack, whenOf(asks));
  for (const Dependency& other : trace.dependencies)
    if (other.lock == edge.acquired && other.mode == lockgraph::Mode::Exclusive &&
        other.acquisition == Acquisition::Blocking && !other.reentrant)
      addWriter(other.stack, whenOf(other));
}

std::vector<PlanPoint> PlanPoints::of(const lockgraph::Cycle& cycle) {
  Points points;
  for (const auto& edge : cycle.edges) addEdge(points, edge);
  for (std::size_t i = 0; i < cycle.edges.size(); ++i)
    addWriters(points, cycle.edges[i], cycle.edges[(i + 1) % cycle.edges.size()]);
  return points;
}

void PlanPoints::addNeed(Points& points, const lockgraph::HeldWait& found) {
  const lockgraph::Trace& trace = recording_.trace;
  const lockgraph::Wait& wait = trace.waits[found.wait];
  const LockId lock = wait.held[found.held].lock;
  const Sequence when = wait.sequence;
  if (found.signal)
    for (const auto& held : trace.signals[*found.signal].held)
      if (held.lock == lock) addLock(points, held.stack, held.mode, lock, when);
  for (const auto& signal : trace.signals)
    for (const auto& need : signal.needs)
      if (need.lock == lock && need.acquisition == Acquisition::Blocking)
        addLock(points, need.stack, need.mode, lock, when);
  for (const auto& use : trace.uses)
    if (use.lock == lock && use.thread != wait.thread && use.acquisition == Acquisition::Blocking)
      addLock(points, use.stack, use.mode, lock, when);
  for (const auto& other : trace.dependencies)
    if (other.lock == lock && other.thread != wait.thread && !other.afterWait && !other.reentrant &&
        other.acquisition == Acquisition::Blocking)
      addLock(points, other.stack, other.mode, lock, whenOf(other));
}

std::vector<PlanPoint> PlanPoints::of(const lockgraph::HeldWait& found) {
  Points points;
  const lockgraph::Wait& wait = recording_.trace.waits[found.wait];
  PlanPoint waits;
  waits.isWait = true;
  add(points, std::move(waits), wait.stack, wait.sequence);
  addNeed(points, found);
  return points;
}

}  // namespace gordian::cli
