#include "handlers.hpp"

#include "incidents.hpp"
#include "records.hpp"
#include "registry.hpp"

#include <sys/syscall.h>
#include <unistd.h>
#include <unwind.h>
#include <cstring>

namespace gordian::runtime {

using namespace recording;

namespace {

constexpr std::uint32_t kSignalUnsafe = 107;

// A lock that is taken in the handler of a signal.
struct HandlerUse {
  const LockEntry* lock;
  std::uint32_t instance;
  std::uint32_t thread;
  CallPlace place;
  std::uint8_t signal;  // 0: not known
  bool isShared;
};

constexpr std::size_t kUses = 256;  // further ones say nothing
HandlerUse uses[kUses];             // under the registry lock

bool isOf(const HandlerUse& use, const LockEntry& lock) noexcept {
  return use.lock == &lock && use.instance == lock.instance;
}

// The first time of this lock in the handler of this signal, in this mode or an exclusive one.
bool isNewUse(const LockEntry& lock, unsigned signal, bool isShared, std::uint32_t thread,
              const CallPlace& place) noexcept {
  const RegistryLocked locked;
  HandlerUse* room = nullptr;
  for (HandlerUse& use : uses) {
    if (isOf(use, lock) && use.signal == signal) {
      if (isShared || !use.isShared) return false;
      room = &use;
      break;
    }
    const bool isFree = use.lock == nullptr || use.instance != use.lock->instance;
    if (isFree && room == nullptr) room = &use;
  }
  if (room == nullptr) return false;
  *room = {&lock, lock.instance, thread, place, static_cast<std::uint8_t>(signal), isShared};
  return true;
}

// One whose signal can arrive now, and that would wait for a holder of this mode.
bool findArriving(const LockEntry& lock, std::uint64_t blocked, bool isShared,
                  HandlerUse& found) noexcept {
  const RegistryLocked locked;
  for (const HandlerUse& use : uses) {
    if (!isOf(use, lock) || (isShared && use.isShared)) continue;
    const std::uint64_t wanted = use.signal != 0 ? 1ull << (use.signal - 1) : ~std::uint64_t{0};
    if ((blocked & wanted) != 0) continue;
    found = use;
    return true;
  }
  return false;
}

std::uint64_t blockedSignals() noexcept {
  constexpr std::uint64_t kOfTheLibrary = 3ull << 31;  // 32 and 33: cancellation, setxid
  std::uint64_t mask = 0;
  if (syscall(SYS_rt_sigprocmask, 0, nullptr, &mask, sizeof mask) != 0) return 0;
  return mask & ~kOfTheLibrary;
}

struct HandlerWalk {
  std::uintptr_t callerCfa;
  std::uintptr_t innerCfa;  // of the frame before
  unsigned frames;
  bool isFound;
};

_Unwind_Reason_Code onFrame(_Unwind_Context* context, void* argument) {
  auto& walk = *static_cast<HandlerWalk*>(argument);
  int isInterrupted = 0;
  _Unwind_GetIPInfo(context, &isInterrupted);
  const std::uintptr_t cfa = _Unwind_GetCFA(context);
  if (cfa >= walk.callerCfa || walk.frames != 0) {
    if (isInterrupted != 0) {
      walk.isFound = true;
      return _URC_END_OF_STACK;
    }
    if (++walk.frames > kMostFrames) return _URC_END_OF_STACK;
  }
  walk.innerCfa = cfa;
  return _URC_NO_REASON;
}

#if defined(__x86_64__)
// The kernel's frame: the handler's return address, the context with the mask of before, then the
// siginfo, which is there only for handlers that want one. What the signal itself blocks is the
// signal, and what the program asked for beside it.
unsigned signalOf(std::uintptr_t context, std::uint64_t blocked) noexcept {
  constexpr std::size_t kMask = 296;
  constexpr std::size_t kInfo = 304;
  std::uint64_t before = 0;
  int number = 0;
  std::memcpy(&before, reinterpret_cast<const void*>(context + kMask), sizeof before);
  std::memcpy(&number, reinterpret_cast<const void*>(context + kInfo), sizeof number);
  const std::uint64_t added = blocked & ~before;
  if (added != 0 && (added & (added - 1)) == 0)
    return static_cast<unsigned>(__builtin_ctzll(added)) + 1;
  const bool isOne = number > 0 && number <= 64 && ((added >> (number - 1)) & 1) != 0;
  return isOne ? static_cast<unsigned>(number) : 0;
}
#else
unsigned signalOf(std::uintptr_t, std::uint64_t) noexcept {
  return 0;
}
#endif

// Does a signal handler run? Inside one its signal is blocked, so that with nothing blocked there
// is no need to look. `signal` is 0 where it cannot be told.
bool isInHandler(const CallSite& site, std::uint64_t blocked, unsigned& signal) noexcept {
  HandlerWalk walk{site.cfa, 0, 0, false};
  _Unwind_Backtrace(onFrame, &walk);
  signal = walk.isFound ? signalOf(walk.innerCfa, blocked) : 0;
  return walk.isFound;
}

// The kinds that a thread can wait for although it holds them.
bool blocksItsHolder(const LockEntry& lock) noexcept {
  return lock.kind == kMutexKind || lock.kind == kSpinLockKind || lock.kind == kRwLockKind ||
         lock.kind == kRwLockPreferWriterKind;
}

const Held* holdBelow(const ThreadState& thread, const LockEntry& lock) noexcept {
  for (std::uint32_t i = thread.depth(); i-- > 0;)
    if (thread.held[i].lock == lock.address) return &thread.held[i];
  return nullptr;
}

// In the handler of `use`, and `other` outside of it. `site`: where the handler is now, or null.
void report(ThreadState& thread, LockEntry& lock, IncidentDetail detail, const CallSite* site,
            const HandlerUse& use, const CallPlace& other) noexcept {
  Incident incident;
  incident.rule = kSignalUnsafe;
  incident.detail = detail;
  incident.lock = &lock;
  incident.site = site;
  incident.place = use.place;
  incident.thread = use.thread;
  incident.otherThread = thread.id;
  incident.otherPlace = other;
  incident.value = use.signal;
  noteIncident(thread, incident);
}

void noteInHandler(ThreadState& thread, LockEntry& lock, std::uint32_t how, unsigned signal,
                   const CallSite& site, CallContext* context) noexcept {
  if ((how & kTry) != 0) return;  // never waits
  const bool isShared = (how & kShared) != 0;
  const CallPlace place{context, site.cfa};
  if (isNewUse(lock, signal, isShared, thread.id, place)) {
    lock.isUsedInHandler = true;
    {
      const RecordsLocked locked;  // it may have ended when that is reported
      writeThread(thread);
    }
    changeStamp(lock.address);  // the next acquisition anywhere comes here
  }
  const Held* hold = holdBelow(thread, lock);
  if (hold == nullptr || (howOf(thread, *hold) & how & kShared) != 0) return;
  const HandlerUse use{&lock, 0, thread.id, place, static_cast<std::uint8_t>(signal), isShared};
  report(thread, lock, kHandlerInterrupted, &site, use, hold->place);
}

}  // namespace

bool isInSignalHandler(const CallSite& site) noexcept {
  const std::uint64_t blocked = blockedSignals();
  unsigned signal = 0;
  return blocked != 0 && isInHandler(site, blocked, signal);
}

bool noteHandlerUse(ThreadState& thread, LockEntry& lock, std::uint32_t how, const CallSite& site,
                    CallContext* context) noexcept {
  if (!blocksItsHolder(lock) || thread.quiet != 0) return false;
  if (!lock.isUsedInHandler && isOutsideHandlers(site)) return false;
  const std::uint64_t blocked = blockedSignals();
  unsigned signal = 0;
  if (blocked != 0 && isInHandler(site, blocked, signal)) {
    noteInHandler(thread, lock, how, signal, site, context);
    return true;
  }
  HandlerUse use;
  if (!lock.isUsedInHandler || lock.isHandlerReported ||
      !findArriving(lock, blocked, (how & kShared) != 0, use))
    return false;
  lock.isHandlerReported = true;
  report(thread, lock, kHandlerLock, nullptr, use, {context, site.cfa});
  return false;
}

}  // namespace gordian::runtime
