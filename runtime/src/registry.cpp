#include "registry.hpp"

#include "memory.hpp"
#include "notices.hpp"
#include "order.hpp"
#include "perturb.hpp"
#include "process.hpp"
#include "statistics.hpp"
#include "thread_events.hpp"
#include "undisturbed.hpp"
#include "waits.hpp"
#include "watched.hpp"
#include "written_states.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <atomic>
#include <climits>

extern "C" void* __libc_stack_end;

namespace gordian::runtime {

namespace {

constexpr std::size_t kHandleBuckets = 1024;
constexpr std::size_t kUnlimitedStack = 64ul * 1024 * 1024;

struct Handle {
  pthread_t handle;
  Joined joined;
  bool isBeingJoined;
  Handle* next;
};

SpinLock guard;
ThreadState* threads;
ThreadState* vanished;
Handle* handles[kHandleBuckets];
std::atomic<std::uint32_t> nextId{0};
std::atomic<std::uint64_t> alive{0};
std::uint64_t acquisitionsOfEnded;
pthread_key_t endKey;
bool endKeyMade;
// Before and after the time in which `self` is set.
enum class Life : unsigned char { None, Beginning, Ended };
__thread Life life __attribute__((tls_model("initial-exec"))) = Life::None;

Handle*& bucketOf(pthread_t handle) noexcept {
  return handles[(static_cast<std::uintptr_t>(handle) >> 6) % kHandleBuckets];
}

// The latest thread that has it. Registry lock held.
Handle* findHandle(pthread_t handle) noexcept {
  Handle* latest = nullptr;
  for (Handle* known = bucketOf(handle); known != nullptr; known = known->next)
    if (known->handle == handle &&
        (latest == nullptr || latest->joined.thread < known->joined.thread))
      latest = known;
  return latest;
}

std::size_t defaultStackSize() noexcept {
  rlimit limit{};
  if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return kUnlimitedStack;
  return limit.rlim_cur;
}

// Without pthread_getattr_np, which allocates: glibc keeps a thread's descriptor at the upper end
// of its stack, and the end of the first one in a variable.
void findStack(ThreadState& thread, std::size_t size) noexcept {
  const bool isMain = thread.tid == static_cast<std::uint32_t>(getpid());
  thread.stackHigh = isMain ? reinterpret_cast<std::uintptr_t>(__libc_stack_end)
                            : static_cast<std::uintptr_t>(thread.self);
  if (size == 0) size = defaultStackSize();
  thread.stackLow = thread.stackHigh > size ? thread.stackHigh - size : 0;
}

void freeTables(ThreadState& thread) noexcept {
  thread.transitions.release();
  releaseArray(thread.states, thread.stateCapacity);
  releaseArray(thread.stateHash, thread.stateHashSize);
  releaseHeld(thread);
  releaseArray(thread.frames, kMostFrames);
  releaseArray(thread.listed, kExplicitHolds);
  releaseArray(thread.meetings, thread.meetings != nullptr ? kKnownMeetings : 0);
  releaseArray(thread.notices, thread.notices != nullptr ? kKnownNotices : 0);
  releaseArray(thread.askedLocks, thread.askedLocks != nullptr ? kAskedLocks : 0);
  releaseArray(thread.knownStacks, thread.knownStacks != nullptr ? kKnownStacks : 0);
  freeOrder(thread);
  freeWritten(thread);
}

void unlinkThread(const ThreadState& thread) noexcept {
  alive.fetch_sub(1, std::memory_order_relaxed);
  if (thread.previousThread != nullptr)
    thread.previousThread->nextThread = thread.nextThread;
  else
    threads = thread.nextThread;
  if (thread.nextThread != nullptr) thread.nextThread->previousThread = thread.previousThread;
}

// Destructors of thread-local objects may still lock: come back until the last round.
void onThreadEnd(void* value) {
  const auto round = reinterpret_cast<std::uintptr_t>(value);
  if (round < PTHREAD_DESTRUCTOR_ITERATIONS) {
    pthread_setspecific(endKey, reinterpret_cast<void*>(round + 1));
    return;
  }
  ThreadState* thread = self;
  if (thread == nullptr) return;
  if ((thread->inside & kInside) != 0) comeBack(*thread);  // nothing is below a thread's end
  thread->inside |= kInside;
  if (!isStopped()) noteThreadEnd(*thread);
  leaveSlot(*thread);
  life = Life::Ended;
  self = nullptr;
  {
    const RegistryLocked locked;
    unlinkThread(*thread);
    acquisitionsOfEnded += thread->acquisitions;
  }
  freeStatistics(*thread);
  freeTables(*thread);
  release(thread, sizeof *thread);
}

ThreadState* makeState(const Birth* birth) noexcept {
  const Undisturbed undisturbed;
  auto* thread = static_cast<ThreadState*>(allocate(sizeof(ThreadState)));
  if (thread == nullptr) return nullptr;
  thread->lowestStackLock.store(UINTPTR_MAX, std::memory_order_relaxed);
  thread->inside = kInside;
  if (!prepareThread(*thread)) {
    freeTables(*thread);
    release(thread, sizeof *thread);
    return nullptr;
  }
  thread->birth = birth != nullptr ? *birth : Birth{};
  thread->id = birth != nullptr ? birth->id : nextThreadId();
  thread->tid = static_cast<std::uint32_t>(syscall(SYS_gettid));
  thread->self = pthread_self();
  findStack(*thread, thread->birth.stackSize);
  {
    const RegistryLocked locked;
    alive.fetch_add(1, std::memory_order_relaxed);
    thread->nextThread = threads;
    if (threads != nullptr) threads->previousThread = thread;
    threads = thread;
  }
  rememberHandle(thread->self, thread->id);
  beginStatistics(*thread);
  beginPerturbing(*thread);
  self = thread;
  if (endKeyMade) pthread_setspecific(endKey, reinterpret_cast<void*>(1));
  noteThreadBegin(*thread);
  thread->inside &= ~kInside;
  return thread;
}

}  // namespace

void prepareThreadEnds() noexcept {
  endKeyMade = pthread_key_create(&endKey, onThreadEnd) == 0;
}

ThreadState* attach(const Birth* birth) noexcept {
  if (self != nullptr || life != Life::None || !isObserving()) return self;
  life = Life::Beginning;
  ThreadState* thread = makeState(birth);
  life = Life::None;
  return thread;
}

bool isBetweenLives() noexcept {
  return life != Life::None;
}

std::uint32_t nextThreadId() noexcept {
  return nextId.fetch_add(1, std::memory_order_relaxed);
}

ThreadState* ownerOfStack(std::uintptr_t address) noexcept {
  for (ThreadState* thread = threads; thread != nullptr; thread = thread->nextThread)
    if (address >= thread->stackLow && address < thread->stackHigh) return thread;
  return nullptr;
}

void rememberHandle(pthread_t handle, std::uint32_t thread) noexcept {
  if (thread == recording::kNoThread) return;
  const RegistryLocked locked;
  Handle* older = nullptr;
  for (Handle* known = bucketOf(handle); known != nullptr; known = known->next) {
    if (known->handle != handle) continue;
    if (known->joined.thread >= thread) return;
    if (!known->isBeingJoined) older = known;
  }
  if (older != nullptr) {
    older->joined = {.thread = thread};
    return;
  }
  auto* made = static_cast<Handle*>(allocate(sizeof(Handle)));
  if (made == nullptr) return;
  *made = {handle, {.thread = thread}, false, bucketOf(handle)};
  bucketOf(handle) = made;
}

std::uint32_t threadOf(pthread_t handle) noexcept {
  const RegistryLocked locked;
  const Handle* known = findHandle(handle);
  return known != nullptr ? known->joined.thread : recording::kNoThread;
}

std::uint32_t beginJoin(pthread_t handle) noexcept {
  const RegistryLocked locked;
  Handle* known = findHandle(handle);
  if (known == nullptr) return recording::kNoThread;
  known->isBeingJoined = true;
  return known->joined.thread;
}

Joined endJoin(pthread_t handle, std::uint32_t thread, bool isJoined) noexcept {
  const RegistryLocked locked;
  for (Handle** at = &bucketOf(handle); *at != nullptr; at = &(*at)->next) {
    Handle* known = *at;
    if (known->handle != handle || known->joined.thread != thread) continue;
    const Joined joined = known->joined;
    known->isBeingJoined = false;
    if (isJoined) {
      *at = known->next;
      release(known, sizeof *known);
    }
    return joined;
  }
  return {.thread = thread};
}

void noteUntold(const ThreadState& thread, bool hasPassed) noexcept {
  const RegistryLocked locked;
  for (Handle* known = bucketOf(thread.self); known != nullptr; known = known->next)
    if (known->joined.thread == thread.id)
      known->joined = {thread.id, true, hasPassed, thread.birth.parent, thread.birth.parentSegment};
}

void noteAwaited(std::uint32_t id) noexcept {
  const RegistryLocked locked;
  for (ThreadState* thread = threads; thread != nullptr; thread = thread->nextThread)
    if (thread->id == id) __atomic_store_n(&thread->isAwaited, true, __ATOMIC_RELAXED);
}

const ThreadState* vanishedThreads() noexcept {
  return vanished;
}
ThreadState* firstThread() noexcept {
  return threads;
}
std::uint64_t endedAcquisitions() noexcept {
  return acquisitionsOfEnded;
}
std::uint64_t threadsAlive() noexcept {
  return alive.load(std::memory_order_relaxed);
}
std::uint64_t threadsSeen() noexcept {
  return nextId.load(std::memory_order_relaxed);
}

void keepOnly(ThreadState* thread) noexcept {
  if (thread != nullptr) {
    unlinkThread(*thread);
    thread->slot = nullptr;
  }
  // Those that vanished in an earlier fork are as gone as before.
  ThreadState** tail = &threads;
  while (*tail != nullptr) tail = &(*tail)->nextThread;
  *tail = vanished;
  vanished = threads;
  threads = thread;
  acquisitionsOfEnded = 0;
  for (Handle*& bucket : handles) bucket = nullptr;  // copies of the parent's: small, left alone
  nextId.store(thread != nullptr ? 1 : 0, std::memory_order_relaxed);
  alive.store(nextId.load(std::memory_order_relaxed), std::memory_order_relaxed);
  if (thread == nullptr) return;
  thread->nextThread = thread->previousThread = nullptr;
  thread->id = 0;
  thread->tid = static_cast<std::uint32_t>(syscall(SYS_gettid));
  thread->segment = 0;
  thread->acquisitions = thread->depth();
  thread->birth = Birth{};
  thread->announced = false;
  rememberHandle(thread->self, 0);
}

void lockRegistry() noexcept {
  guard.lock();
}
void unlockRegistry() noexcept {
  guard.unlock();
}

}  // namespace gordian::runtime
