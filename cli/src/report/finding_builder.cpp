#include "finding_builder.hpp"

#include <algorithm>

#include "fingerprint.hpp"
#include "reasons.hpp"
#include "rules.hpp"
#include "sites.hpp"

namespace gordian::cli {
namespace {

using lockgraph::Dependency;

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

std::vector<std::string> sortedUnique(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

lockgraph::Sequence firstSeen(const Dependency& dependency) {
  return dependency.occurrences.empty() ? 0 : dependency.occurrences.front().sequence;
}

template <class Id>
std::optional<std::size_t> indexOf(const std::vector<Id>& ids, Id id) {
  const auto known = std::find(ids.begin(), ids.end(), id);
  if (known == ids.end()) return std::nullopt;
  return static_cast<std::size_t>(known - ids.begin());
}

}  // namespace

FindingBuilder::FindingBuilder(const recording::Recording& recording, std::size_t index,
                               Names& names, std::string_view id)
    : recording_(recording), index_(index), names_(names) {
  finding_.id = id;
  if (const Rule* rule = findRule(id)) finding_.rule = rule->slug;
}

std::size_t FindingBuilder::lock(lockgraph::LockId lock) {
  if (const auto known = indexOf(lockIds_, lock)) return *known;
  LockLabel label = names_.lock(lock);
  finding_.locks.push_back({uniqueName(finding_.locks, label.name), std::move(label.className),
                            std::move(label.created)});
  lockIds_.push_back(lock);
  return finding_.locks.size() - 1;
}

std::size_t FindingBuilder::thread(lockgraph::ThreadId thread) {
  if (const auto known = indexOf(threadIds_, thread)) return *known;
  ThreadLabel label = names_.thread(thread);
  finding_.threads.push_back(
      {uniqueName(finding_.threads, label.name), recording_.pid, std::move(label.created)});
  threadIds_.push_back(thread);
  return finding_.threads.size() - 1;
}

const std::string& FindingBuilder::nameOf(lockgraph::LockId lock) {
  return finding_.locks[this->lock(lock)].name;
}

const std::string& FindingBuilder::nameOf(lockgraph::ThreadId thread) {
  return finding_.threads[this->thread(thread)].name;
}

Evidence FindingBuilder::at(const recording::Stack& stack, lockgraph::Sequence when) {
  return {names_.frames(stack, when), stack.complete};
}

Evidence FindingBuilder::at(lockgraph::StackId stack, lockgraph::Sequence when) {
  const auto number = static_cast<std::size_t>(stack);
  if (number == 0 || number >= recording_.stacks.size()) return {};
  return at(recording_.stacks[number], when);
}

Evidence FindingBuilder::asked(const Dependency& dependency) {
  return at(dependency.stack, firstSeen(dependency));
}

Evidence FindingBuilder::held(const Dependency& dependency, lockgraph::LockId lock) {
  return at(findHeld(recording_, dependency, lock).stack, firstSeen(dependency));
}

void FindingBuilder::edge(const lockgraph::CycleEdge& found) {
  const auto number = static_cast<std::size_t>(found.dependency);
  const Dependency& dependency = recording_.trace.dependencies[number];
  const HeldAt held = findHeld(recording_, dependency, found.held);
  Edge edge;
  edge.held = lock(found.held);
  edge.acquired = lock(found.acquired);
  edge.thread = thread(dependency.thread);
  edge.heldMode = held.mode;
  edge.mode = dependency.mode;
  edge.count = dependency.count;
  edge.heldAt = at(held.stack, firstSeen(dependency));
  edge.acquiredAt =
      at(recording_.stacks[static_cast<std::size_t>(dependency.stack)], firstSeen(dependency));
  edge.counted = {{index_, number}};
  if (!dependency.occurrences.empty()) {
    edge.tests = testsAt(firstSeen(dependency));
    seenAt(firstSeen(dependency));
  }
  finding_.edges.push_back(std::move(edge));
}

Moment& FindingBuilder::moment(lockgraph::ThreadId who, std::optional<lockgraph::LockId> with,
                               std::string what, Evidence place, unsigned step) {
  Moment moment;
  moment.thread = thread(who);
  if (with) moment.lock = lock(*with);
  moment.what = std::move(what);
  moment.at = std::move(place);
  moment.step = step;
  finding_.moments.push_back(std::move(moment));
  return finding_.moments.back();
}

void FindingBuilder::grounds(lockgraph::Grounds facts) {
  Grounds& grounds = finding_.grounds.emplace();
  const auto names = [](const auto& ids, const auto& all, const auto& known, auto other) {
    std::vector<std::string> list;
    for (const auto id : all) {
      const auto place = indexOf(ids, id);  // as the finding calls it
      list.push_back(place ? known[*place].name : other(id));
    }
    return list;
  };
  grounds.locks = names(lockIds_, facts.locks, finding_.locks,
                        [&](lockgraph::LockId id) { return names_.lock(id).name; });
  grounds.threads = names(threadIds_, facts.threads, finding_.threads,
                          [&](lockgraph::ThreadId id) { return names_.thread(id).name; });
  grounds.facts = std::move(facts);
}

std::vector<std::string> FindingBuilder::testsAt(lockgraph::Sequence when) const {
  std::vector<std::string> tests;
  for (const auto& test : recording_.tests)
    if (test.begin <= when && when < test.end) tests.push_back(test.name);
  return sortedUnique(std::move(tests));
}

void FindingBuilder::seenAt(lockgraph::Sequence when) {
  for (std::string& test : testsAt(when)) finding_.tests.push_back(std::move(test));
}

Finding FindingBuilder::finishCycle(Confidence verdict, const std::vector<std::string>& gates) {
  finding_.verdict = verdict;
  chooseSites(finding_);
  finding_.reason = reasonOf(finding_, gates);
  finding_.message = messageOf(finding_);
  return complete(verdict);
}

Finding FindingBuilder::finish(Confidence verdict, std::string message, std::string story,
                               std::string reason) {
  finding_.message = std::move(message);
  finding_.story = std::move(story);
  finding_.reason = std::move(reason);
  return complete(verdict);
}

Finding FindingBuilder::complete(Confidence verdict) {
  finding_.tests = sortedUnique(std::move(finding_.tests));
  finding_.processes = {recording_.pid};
  finding_.survived = recording_.ended;
  finding_.verdict = finding_.confidence = verdict;
  finding_.fingerprint = fingerprintOf(finding_);
  return std::move(finding_);
}

}  // namespace gordian::cli
