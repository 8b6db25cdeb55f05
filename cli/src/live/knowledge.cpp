#include "knowledge.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace gordian::cli {
namespace {

using lockgraph::LiveThread;
using lockgraph::LockKind;
using lockgraph::PostScope;
using lockgraph::WaitFor;

constexpr std::uint64_t kSpaceOfFile = std::uint64_t{1} << 63U;

bool spins(const LiveThread& thread) {
  return thread.waitsFor == WaitFor::Lock && thread.kind == LockKind::SpinLock;
}

bool isInKnownCall(std::uint8_t kind) {
  return (kind > recording::kWaitNone && kind <= recording::kWaitFutex) ||
         kind == recording::kWaitProcess;
}

// Some task of the process has no slot: it never waited, so it may well run.
bool hasOtherTasks(const ProcessFacts& facts, const board::Snapshot& snapshot, std::uint32_t pid) {
  std::set<std::uint32_t> known;
  for (std::uint32_t i = 0; i < snapshot.slotCount; ++i)
    if (snapshot.slots[i].pid == pid && (snapshot.slots[i].does == board::SlotDoes::Runs ||
                                         snapshot.slots[i].does == board::SlotDoes::Waits))
      known.insert(snapshot.slots[i].tid);
  return std::any_of(facts.tasks.begin(), facts.tasks.end(),
                     [&](const Task& task) { return known.count(task.tid) == 0; });
}

}  // namespace

board::Knowledge SystemKnowledge::callbacks() {
  board::Knowledge knowledge;
  knowledge.context = this;
  knowledge.process = [](void* self, const board::Snapshot& snapshot, std::uint32_t pid) {
    return static_cast<SystemKnowledge*>(self)->describe(snapshot, pid);
  };
  knowledge.refine = [](void* self, const board::Situation& situation, const board::SlotCopy& slot,
                        LiveThread& thread) {
    static_cast<SystemKnowledge*>(self)->refine(situation, slot, thread);
  };
  return knowledge;
}

const ProcessFacts& SystemKnowledge::factsOf(std::uint32_t pid) {
  const auto [entry, isNew] = facts_.try_emplace(pid);
  if (isNew) entry->second = processes_.factsOf(pid);
  return entry->second;
}

board::ProcessFacts SystemKnowledge::describe(const board::Snapshot& snapshot, std::uint32_t pid) {
  const ProcessFacts& facts = factsOf(pid);
  board::ProcessFacts told;
  told.gone = facts.tasks.empty();
  for (std::uint32_t i = 0; i < snapshot.slotCount && !told.gone; ++i) {
    const board::SlotCopy& slot = snapshot.slots[i];
    if (slot.pid != pid || slot.does != board::SlotDoes::Inherits) continue;
    for (std::uint32_t k = 0; k < slot.heldCount; ++k)
      inherited_.emplace(slot.held[k].key.space, slot.held[k].key.object);
  }
  // One that does not map the board is not the one that wrote this, or has become another program.
  told.unknownPosters = !facts.isKnown || !facts.isWatched || facts.posters != 0 ||
                        hasOtherTasks(facts, snapshot, pid);
  return told;
}

void SystemKnowledge::refine(const board::Situation& situation, const board::SlotCopy& slot,
                             LiveThread& thread) {
  const ProcessFacts& facts = factsOf(slot.pid);
  const auto task = std::find_if(facts.tasks.begin(), facts.tasks.end(),
                                 [&](const Task& one) { return one.tid == slot.tid; });
  // Woken, and still without a processor; stopped; or it vanished: that is no wait.
  const bool sleeps = task != facts.tasks.end() && (task->state == 'S' || spins(thread));
  const bool isElsewhere = isThorough_ && sleeps && isInKnownCall(slot.wait.kind) &&
                           !spins(thread) &&
                           processes_.isElsewhere(slot.pid, slot.tid, slot.wait.kind);
  if (!facts.isKnown || !facts.isWatched || !sleeps || isElsewhere) {
    thread.waitsFor = WaitFor::Nothing;
    return;
  }
  if (slot.wait.kind == recording::kWaitProcess) {
    refineChildWait(situation, slot, thread);
    return;
  }
  const bool isInFile = (slot.wait.key.space & kSpaceOfFile) != 0;
  if (thread.waitsFor == WaitFor::Lock && isInFile && !thread.timed)
    thread.ownerGone = isOwnerGone(situation, slot);
  if (thread.waitsFor != WaitFor::Post || thread.scope != PostScope::Unknown || !isInFile) return;
  const auto* const posters = postersOf(situation, slot.wait.key.space);
  if (posters == nullptr) return;
  thread.scope = PostScope::Listed;
  thread.posters = posters->data();
  thread.posterCount = static_cast<std::uint32_t>(posters->size());
}

// It goes on when one of them ends, which one does only where some thread of it goes on: as if each
// of those could post.
void SystemKnowledge::refineChildWait(const board::Situation& situation,
                                      const board::SlotCopy& slot, LiveThread& thread) {
  auto children = std::optional(std::vector{static_cast<std::uint32_t>(slot.wait.detail)});
  if (slot.wait.detail == 0) children = processes_.childrenOf(slot.pid);
  if (!children || children->empty()) return;
  for (std::uint32_t& child : *children) {
    const std::uint32_t index = findProcess(situation, child);
    // One that is not on the board may run; one that has ended is what the call gives back.
    if (index == lockgraph::kNobody || factsOf(child).tasks.empty()) return;
    child = index;
  }
  const auto& posters = children_.emplace_back(std::move(*children));
  thread.scope = PostScope::Listed;
  thread.posters = posters.data();
  thread.posterCount = static_cast<std::uint32_t>(posters.size());
}

bool SystemKnowledge::isOwnerGone(const board::Situation& situation, const board::SlotCopy& slot) {
  const recording::BoardWait& wait = slot.wait;
  // Only the C library's own locks tell.
  if (wait.kind != recording::kWaitLock || wait.detail == 0) return false;
  const std::uint32_t owner = processes_.ownerOfLock(slot.pid, wait.address, wait.lockKind);
  if (owner == 0 || !processes_.isNobody(owner)) return false;
  if (inherited_.count({wait.key.space, wait.key.object}) > 0) return false;
  if (!isThorough_) return true;
  std::vector<std::uint32_t> known;
  for (std::uint32_t i = 0; i < situation.input.processCount; ++i)
    if (factsOf(situation.pids[i]).shared.count(wait.key.space) > 0)
      known.push_back(situation.pids[i]);
  return !processes_.mayBeOwnedElsewhere(wait.key.space, known);
}

const std::vector<std::uint32_t>* SystemKnowledge::postersOf(const board::Situation& situation,
                                                             std::uint64_t space) {
  const auto [entry, isNew] = posters_.try_emplace(space);
  auto& posters = entry->second;
  if (!isNew) return posters ? &*posters : nullptr;
  std::vector<std::uint32_t> pids;
  posters.emplace();
  for (std::uint32_t i = 0; i < situation.input.processCount; ++i) {
    const auto& shared = factsOf(situation.pids[i]).shared;
    const auto file = shared.find(space);
    if (file == shared.end()) continue;
    if (!file->second) {  // anybody can open it, also later
      posters.reset();
      return nullptr;
    }
    posters->push_back(i);
    pids.push_back(situation.pids[i]);
  }
  if (isThorough_ && processes_.isReachedElsewhere(space, pids)) posters.reset();
  return posters ? &*posters : nullptr;
}

}  // namespace gordian::cli
