#include "describe.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fingerprint.hpp"
#include "reasons.hpp"
#include "sites.hpp"

namespace gordian::cli {
namespace {

using lockgraph::Dependency;
using lockgraph::HeldLock;

struct HeldAt {
  lockgraph::Mode mode = lockgraph::Mode::Exclusive;
  recording::Stack stack;
};

// Where `lock`, held at `dependency`, had been acquired; the held set may continue in `base`.
HeldAt findHeld(const recording::Recording& recording, const Dependency& dependency,
                lockgraph::LockId lock) {
  const Dependency* at = &dependency;
  while (at != nullptr) {
    for (auto held = at->held.rbegin(); held != at->held.rend(); ++held)
      if (held->lock == lock) return {held->mode, recording.heldStack(*at, *held)};
    if (!at->base) break;
    at = &recording.trace.dependencies[static_cast<std::size_t>(*at->base)];
    if (at->lock == lock) return {at->mode, recording.stacks[static_cast<std::size_t>(at->stack)]};
  }
  return {};
}

template <class Items>
std::string uniqueName(const Items& items, const std::string& name) {
  const auto isTaken = [&](const std::string& candidate) {
    return std::any_of(items.begin(), items.end(),
                       [&](const auto& item) { return item.name == candidate; });
  };
  std::string candidate = name;
  for (int number = 2; isTaken(candidate); ++number)
    candidate = fmt::format("{} ({})", name, number);
  return candidate;
}

}  // namespace

std::size_t Describer::addLock(Finding& finding, lockgraph::LockId lock) {
  const auto known = std::find(lockIds_.begin(), lockIds_.end(), lock);
  if (known != lockIds_.end()) return static_cast<std::size_t>(known - lockIds_.begin());
  LockLabel label = names_.lock(lock);
  finding.locks.push_back({uniqueName(finding.locks, label.name), std::move(label.className),
                           std::move(label.created)});
  lockIds_.push_back(lock);
  return finding.locks.size() - 1;
}

std::size_t Describer::addThread(Finding& finding, lockgraph::ThreadId thread) {
  const auto known = std::find(threadIds_.begin(), threadIds_.end(), thread);
  if (known != threadIds_.end()) return static_cast<std::size_t>(known - threadIds_.begin());
  ThreadLabel label = names_.thread(thread);
  finding.threads.push_back(
      {uniqueName(finding.threads, label.name), recording_.pid, std::move(label.created)});
  threadIds_.push_back(thread);
  return finding.threads.size() - 1;
}

Edge Describer::edge(Finding& finding, const lockgraph::CycleEdge& found) {
  const auto number = static_cast<std::size_t>(found.dependency);
  const Dependency& dependency = recording_.trace.dependencies[number];
  const auto when = dependency.occurrences.empty() ? 0 : dependency.occurrences.front().sequence;
  const HeldAt held = findHeld(recording_, dependency, found.held);
  const auto& stack = recording_.stacks[static_cast<std::size_t>(dependency.stack)];
  Edge edge;
  edge.held = addLock(finding, found.held);
  edge.acquired = addLock(finding, found.acquired);
  edge.thread = addThread(finding, dependency.thread);
  edge.heldMode = held.mode;
  edge.mode = dependency.mode;
  edge.count = dependency.count;
  edge.heldAt = {names_.frames(held.stack, when), held.stack.complete};
  edge.acquiredAt = {names_.frames(stack, when), stack.complete};
  edge.counted = {{index_, number}};
  addTests(finding, dependency);
  return edge;
}

// The tests in whose span the dependency was first seen.
void Describer::addTests(Finding& finding, const Dependency& dependency) const {
  if (dependency.occurrences.empty()) return;
  const auto first = dependency.occurrences.front().sequence;
  for (const auto& test : recording_.tests)
    if (test.begin <= first && first < test.end) finding.tests.push_back(test.name);
}

void Describer::complete(Finding& finding, const std::vector<std::string>& gates) {
  std::sort(finding.tests.begin(), finding.tests.end());
  finding.tests.erase(std::unique(finding.tests.begin(), finding.tests.end()), finding.tests.end());
  chooseSites(finding);
  finding.processes = {recording_.pid};
  finding.survived = recording_.ended;
  finding.confidence = finding.verdict;
  finding.reason = reasonOf(finding, gates);
  finding.message = messageOf(finding);
  finding.fingerprint = fingerprintOf(finding);
}

Finding Describer::cycle(const lockgraph::Cycle& cycle) {
  lockIds_.clear();
  threadIds_.clear();
  Finding finding;
  finding.id = "GD101";
  finding.rule = "lock-order-cycle";
  finding.verdict = cycle.confidence;
  finding.decidedBy = cycle.reason;
  finding.alike = cycle.alike;
  // The edge that was seen last closed the cycle: it is told last.
  const auto firstSeen = [&](const lockgraph::CycleEdge& edge) {
    const auto& seen =
        recording_.trace.dependencies[static_cast<std::size_t>(edge.dependency)].occurrences;
    return seen.empty() ? 0 : seen.front().sequence;
  };
  const auto last =
      std::max_element(cycle.edges.begin(), cycle.edges.end(),
                       [&](const auto& a, const auto& b) { return firstSeen(a) < firstSeen(b); });
  auto edges = cycle.edges;
  std::rotate(edges.begin(), edges.begin() + (last - cycle.edges.begin()) + 1, edges.end());
  for (const auto& found : edges) finding.edges.push_back(edge(finding, found));
  std::vector<std::string> gates;
  for (const auto gate : cycle.gates) gates.push_back(names_.lock(gate).name);
  complete(finding, gates);
  return finding;
}

Finding Describer::doubleLock(const lockgraph::DoubleLock& found) {
  lockIds_.clear();
  threadIds_.clear();
  Finding finding;
  finding.id = "GD102";
  finding.rule = "double-lock";
  finding.verdict = Confidence::Proven;
  finding.edges.push_back(edge(finding, {found.lock, found.lock, found.dependency}));
  complete(finding, {});
  return finding;
}

}  // namespace gordian::cli
