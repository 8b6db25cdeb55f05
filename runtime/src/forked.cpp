#include "forked.hpp"

#include "holders.hpp"
#include "incidents.hpp"
#include "lock_word.hpp"
#include "process.hpp"
#include "registry.hpp"
#include "shared_object.hpp"

namespace gordian::runtime {

using namespace recording;

namespace {

constexpr std::uint32_t kForkHolding = 106;

const Held* holdOf(const ThreadState& thread, const LockEntry& lock) noexcept {
  for (std::uint32_t i = thread.depth(); i-- > 0;) {
    const Held& held = thread.held[i];
    const std::uint32_t state = held.state & ~kStaleBit;
    if (held.lock == lock.address && state < thread.stateCount &&
        thread.states[state].instance == lock.instance)
      return &held;
  }
  return nullptr;
}

// The hold of a thread that stayed behind, which keeps the lock from who asks for it so.
const Held* lostHold(const LockEntry& lock, const LockWord& word, std::uint32_t how) noexcept {
  for (const ThreadState* gone = vanishedThreads(); gone != nullptr; gone = gone->nextThread) {
    const Held* held = holdOf(*gone, lock);
    if (held == nullptr) continue;
    // A thread that was about to take it stands there too: the memory tells who has it.
    if (word.owner != 0 && word.owner != gone->tid) continue;
    const std::uint32_t heldHow = howOf(*gone, *held);
    if ((heldHow & how & kShared) != 0) continue;
    if ((heldHow & kShared) != 0 && word.readers == 0) continue;
    return held;
  }
  return nullptr;
}

}  // namespace

void noteForkedUse(ThreadState& thread, LockEntry& lock, std::uint32_t how,
                   const CallSite& site) noexcept {
  if (vanishedThreads() == nullptr || (how & kTry) != 0) return;
  if ((lock.flags & (kLockCustom | kLockProcessShared)) != 0) return;
  const LockWord word = lockWordAt(lock.address, lock.kind);
  if (!word.isKnown || word.isFree || holdOf(thread, lock) != nullptr) return;
  if (word.owner != 0 && holderByTid(word.owner, lock.address).thread != kNoThread) return;
  const Held* held = lostHold(lock, word, how);
  if (held == nullptr) return;
  // In shared memory its holder, over there, gives it up.
  bool isKnown = false;
  if (keyOf(lock.address, true, isKnown).space != ownProcess() || !isKnown) return;
  Incident incident;
  incident.rule = kForkHolding;
  incident.detail = (how & kTimed) != 0 ? kForkedHeld : kForkedAsked;
  incident.lock = &lock;
  incident.site = &site;
  incident.otherPlace = held->place;
  noteIncident(thread, incident);
}

}  // namespace gordian::runtime
