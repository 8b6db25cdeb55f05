#include "handlers.hpp"

#include "incidents.hpp"
#include "records.hpp"

#include <sys/syscall.h>
#include <unistd.h>
#include <unwind.h>
#include <cstring>

namespace gordian::runtime {

using namespace recording;

namespace {

constexpr std::uint32_t kSignalUnsafe = 107;

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

void report(ThreadState& thread, LockEntry& lock, IncidentDetail detail, const CallSite* site,
            const Held& other) noexcept {
  Incident incident;
  incident.rule = kSignalUnsafe;
  incident.detail = detail;
  incident.lock = &lock;
  incident.site = site;
  incident.place = lock.handlerPlace;
  incident.thread = site != nullptr ? thread.id : lock.handlerThread;
  incident.otherThread = thread.id;
  incident.otherPlace = other.place;
  incident.value = lock.handlerSignal;
  noteIncident(thread, incident);
}

void noteInHandler(ThreadState& thread, LockEntry& lock, std::uint32_t how, unsigned signal,
                   const CallSite& site, CallContext* context) noexcept {
  if ((how & kTry) != 0) return;  // never waits
  if (!lock.isUsedInHandler) {
    lock.isUsedInHandler = true;
    lock.isHandlerShared = (how & kShared) != 0;
    lock.handlerSignal = static_cast<std::uint8_t>(signal);
    lock.handlerThread = thread.id;
    lock.handlerPlace = {context, site.cfa};
    {
      const RecordsLocked locked;  // it may have ended when that is reported
      writeThread(thread);
    }
    changeStamp(lock.address);  // the next acquisition anywhere comes here
  }
  const Held* hold = holdBelow(thread, lock);
  if (hold != nullptr && (howOf(thread, *hold) & how & kShared) == 0)
    report(thread, lock, kHandlerInterrupted, &site, *hold);
}

}  // namespace

bool isInSignalHandler(const CallSite& site) noexcept {
  const std::uint64_t blocked = blockedSignals();
  unsigned signal = 0;
  return blocked != 0 && isInHandler(site, blocked, signal);
}

void noteHandlerUse(ThreadState& thread, LockEntry& lock, std::uint32_t how, const CallSite& site,
                    CallContext* context) noexcept {
  if (!blocksItsHolder(lock) || thread.quiet != 0) return;
  const std::uint64_t blocked = blockedSignals();
  unsigned signal = 0;
  if (blocked != 0 && isInHandler(site, blocked, signal)) {
    noteInHandler(thread, lock, how, signal, site, context);
    return;
  }
  if (!lock.isUsedInHandler || lock.isHandlerReported) return;
  if (lock.isHandlerShared && (how & kShared) != 0) return;
  const std::uint64_t wanted =
      lock.handlerSignal != 0 ? 1ull << (lock.handlerSignal - 1) : ~std::uint64_t{0};
  if ((blocked & wanted) != 0) return;
  lock.isHandlerReported = true;
  report(thread, lock, kHandlerLock, nullptr, {lock.address, {context, site.cfa}, 0, 0});
}

}  // namespace gordian::runtime
