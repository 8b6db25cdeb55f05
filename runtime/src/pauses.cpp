#include "pauses.hpp"

#include "handlers.hpp"
#include "keep_errno.hpp"
#include "memory.hpp"
#include "real.hpp"
#include "registry.hpp"
#include "spin_lock.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cstring>
#include <ctime>

namespace gordian::runtime {

namespace {

constexpr std::uint32_t kMostPartners = 64;
constexpr std::uint32_t kMostHeld = 48;  // of a thread: the latest
constexpr std::uint64_t kNsOfMs = 1'000'000;

struct HeldNow {
  const void* lock;
  bool isShared;
};

// A thread at its place.
struct Partner {
  std::uint64_t untilNs;  // 0: free. The thread may have been ended in its pause
  std::uint32_t tid;
  std::uint32_t go;    // the word that it sleeps on
  const void* wanted;  // null: it waits for what is no lock …
  const recording::BoardSlot* slot;
  std::uint32_t sequence;  // … as long as this is its slot's
  bool isShared;
  bool isWriter;
  std::uint32_t heldCount;
  HeldNow held[kMostHeld];
};

SpinLock guard;
Partner* partners;  // kMostPartners, once there is one
std::uint32_t pausesOf[plan::kMostPoints];
std::uint64_t spentNs;
__thread const void* pausedFor __attribute__((tls_model("initial-exec"))) = nullptr;

std::uint64_t nowNs() noexcept {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 +
         static_cast<std::uint64_t>(now.tv_nsec);
}

std::uint64_t mixed(std::uint64_t value) noexcept {  // splitmix64
  value += 0x9E3779B97F4A7C15ull;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ull;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBull;
  return value ^ (value >> 31);
}

bool isThere(const Partner& partner, std::uint64_t now) noexcept {
  if (partner.untilNs <= now) return false;
  return partner.slot == nullptr ||
         __atomic_load_n(&partner.slot->sequence, __ATOMIC_ACQUIRE) == partner.sequence;
}

bool blocks(const Partner& holder, const Partner& asking) noexcept {
  for (std::uint32_t i = 0; i < holder.heldCount; ++i)
    if (holder.held[i].lock == asking.wanted) return !(holder.held[i].isShared && asking.isShared);
  return false;
}

// Whom `at` would wait for, and so on: back to `start`, or to somebody who waits for no lock. Those
// on the way are in `path`; nobody is looked at twice.
bool closes(std::uint32_t at, std::uint32_t start, std::uint64_t now, std::uint64_t& seen,
            std::uint64_t& path) noexcept {
  if (blocks(partners[start], partners[at])) return true;
  for (std::uint32_t next = 0; next < kMostPartners; ++next) {
    const std::uint64_t bit = std::uint64_t{1} << next;
    if ((seen & bit) != 0 || !isThere(partners[next], now) || !blocks(partners[next], partners[at]))
      continue;
    seen |= bit;
    path |= bit;
    if (partners[next].wanted == nullptr || closes(next, start, now, seen, path)) return true;
    path &= ~bit;
  }
  return false;
}

void wake(Partner& partner) noexcept {
  __atomic_store_n(&partner.go, 1, __ATOMIC_RELEASE);
  real::syscall(SYS_futex, reinterpret_cast<long>(&partner.go), FUTEX_WAKE_PRIVATE, 1, 0, 0, 0);
}

// Guard held. Wakes all others of a circle through `start`; false: there is none yet.
bool meet(std::uint32_t start, std::uint64_t now) noexcept {
  std::uint64_t seen = std::uint64_t{1} << start;
  std::uint64_t path = seen;
  if (!closes(start, start, now, seen, path)) return false;
  for (std::uint32_t i = 0; i < kMostPartners; ++i)
    if (i != start && (path >> i & 1) != 0 && partners[i].wanted != nullptr) wake(partners[i]);
  __atomic_add_fetch(&progress().met, 1, __ATOMIC_RELAXED);
  return true;
}

// Guard held. Writers that readers would wait behind come as soon as the lock is held by one of
// them, and are there when the readers go on.
bool isReader(const Partner& reader, const Partner& writer) noexcept {
  for (std::uint32_t i = 0; i < reader.heldCount; ++i)
    if (reader.held[i].lock == writer.wanted) return reader.held[i].isShared;
  return false;
}

bool hasReader(const Partner& writer, std::uint64_t now) noexcept {
  for (std::uint32_t i = 0; i < kMostPartners; ++i)
    if (!partners[i].isWriter && isThere(partners[i], now) && isReader(partners[i], writer))
      return true;
  return false;
}

void letWritersCome(const Partner& reader, std::uint64_t now) noexcept {
  for (std::uint32_t i = 0; i < kMostPartners; ++i) {
    if (!partners[i].isWriter || !isThere(partners[i], now) || !isReader(reader, partners[i]))
      continue;
    wake(partners[i]);
    __atomic_add_fetch(&progress().met, 1, __ATOMIC_RELAXED);
  }
}

// Guard held; null: no room.
Partner* newPartner(const ThreadState& thread, std::uint64_t now) noexcept {
  if (partners == nullptr) partners = allocateArray<Partner>(kMostPartners);
  if (partners == nullptr) return nullptr;
  Partner* free = nullptr;
  for (std::uint32_t i = 0; i < kMostPartners; ++i) {
    const bool isItself = partners[i].tid == thread.tid;  // left behind by a jump
    if (free == nullptr && (isItself || !isThere(partners[i], now))) free = &partners[i];
    if (isItself) partners[i].untilNs = 0;
  }
  if (free == nullptr) return nullptr;
  *free = Partner{};
  free->tid = thread.tid;
  const std::uint32_t depth = thread.depth();
  for (std::uint32_t i = depth > kMostHeld ? depth - kMostHeld : 0; i < depth; ++i)
    free->held[free->heldCount++] = {thread.held[i].lock,
                                     (howOf(thread, thread.held[i]) & kShared) != 0};
  return free;
}

// Guard held. At a place where the program comes often, pauses get shorter; what they take is
// chance, so that attempts differ.
std::uint64_t pauseNs(const ThreadState& thread, std::uint32_t point) noexcept {
  constexpr std::uint32_t kMostHalvings = 8;
  const bool isAnchor = followed->anchor == static_cast<std::int32_t>(point);
  if (followed->anchor >= 0 && !isAnchor) return 0;
  const std::uint32_t before = pausesOf[point]++;
  const std::uint64_t chance =
      mixed(followed->seed ^ std::uint64_t{followed->attempt} << 48 ^
            std::uint64_t{thread.id} << 32 ^ std::uint64_t{point} << 24 ^ before);
  if (!isAnchor && followed->attempt > 1 && chance % 4 == 0) return 0;
  const std::uint32_t halvings = before / 4 < kMostHalvings ? before / 4 : kMostHalvings;
  std::uint32_t longest = followed->pauseMs * (isAnchor ? 4 : 1);
  if (longest > plan::kLongestPauseMs) longest = plan::kLongestPauseMs;
  const std::uint64_t half = (longest * kNsOfMs >> halvings) / 2;
  const std::uint64_t wanted = half == 0 ? 0 : half + (chance >> 8) % half;
  const std::uint64_t budget = std::uint64_t{followed->budgetMs} * kNsOfMs;
  const std::uint64_t left = spentNs < budget ? budget - spentNs : 0;
  return wanted < left ? wanted : left;
}

void sleepUntil(Partner& partner, std::uint64_t untilNs) noexcept {
  while (__atomic_load_n(&partner.go, __ATOMIC_ACQUIRE) == 0) {
    const std::uint64_t now = nowNs();
    if (now >= untilNs) return;
    const timespec rest{static_cast<time_t>((untilNs - now) / 1'000'000'000),
                        static_cast<long>((untilNs - now) % 1'000'000'000)};
    real::syscall(SYS_futex, reinterpret_cast<long>(&partner.go), FUTEX_WAIT_PRIVATE, 0,
                  reinterpret_cast<long>(&rest), 0, 0);
  }
}

// Only a cycle of locks needs somebody who holds one.
bool needsHold() noexcept {
  return followed->rule.size == 5 && std::memcmp(followed->rule.at, "GD101", 5) == 0;
}

}  // namespace

void pauseAtPoint(ThreadState& thread, const void* lock, int point, const CallSite& site) noexcept {
  const KeepErrno keepErrno;
  const auto number = static_cast<std::uint32_t>(point);
  __atomic_add_fetch(&progress().reached[number], 1, __ATOMIC_RELAXED);
  const bool isWriter = followed->points[number].kind == plan::PointKind::Writer;
  const bool isReady = isWriter || !needsHold() || thread.depth() != 0;
  if (threadsSeen() < 2 || !isReady || isInSignalHandler(site)) return;
  const std::uint64_t begin = nowNs();
  Partner* partner = nullptr;
  std::uint64_t pause = 0;
  {
    const Locked locked(guard);
    partner = newPartner(thread, begin);
    if (partner == nullptr) return;
    partner->wanted = lock;
    partner->isShared = followed->points[number].isShared;
    partner->isWriter = isWriter;
    partner->untilNs = begin + 1;
    const bool isMet = isWriter ? hasReader(*partner, begin)
                                : meet(static_cast<std::uint32_t>(partner - partners), begin);
    if (!isWriter) letWritersCome(*partner, begin);
    pause = isMet ? 0 : pauseNs(thread, number);
    partner->untilNs = pause == 0 ? 0 : begin + pause;
  }
  if (pause == 0) return;
  __atomic_add_fetch(&progress().paused[number], 1, __ATOMIC_RELAXED);
  sleepUntil(*partner, begin + pause);
  const Locked locked(guard);
  if (partner->tid == thread.tid) partner->untilNs = 0;
  spentNs += nowNs() - begin;
}

void doNotPauseAgain(const void* lock) noexcept {
  pausedFor = lock;
}

void pauseBefore(ThreadState& thread, const State& state, std::uint32_t how, const CallSite& site,
                 const CallContext& context) noexcept {
  if (pausedFor == state.lock) {
    pausedFor = nullptr;
    return;
  }
  if (state.reentrant) return;
  const int point = pointOfLock(state.lock, how, context);
  if (point != kNoPoint) pauseAtPoint(thread, state.lock, point, site);
}

void partnerWaits(ThreadState& thread, std::uint32_t frameCount) noexcept {
  if (thread.depth() == 0) return;
  const int point = pointOfWait(thread.frames, frameCount);
  if (point == kNoPoint) return;
  __atomic_add_fetch(&progress().reached[point], 1, __ATOMIC_RELAXED);
  const std::uint64_t now = nowNs();
  const Locked locked(guard);
  Partner* partner = newPartner(thread, now);
  if (partner == nullptr) return;
  partner->untilNs = UINT64_MAX;
  partner->slot = thread.slot;
  partner->sequence = thread.slot->sequence;
  bool isAwaited = false;
  for (std::uint32_t i = 0; i < kMostPartners; ++i) {
    if (partners[i].wanted == nullptr || !isThere(partners[i], now)) continue;
    if (!blocks(*partner, partners[i])) continue;
    wake(partners[i]);
    isAwaited = true;
  }
  if (isAwaited) __atomic_add_fetch(&progress().met, 1, __ATOMIC_RELAXED);
}

void forgetPauses() noexcept {
  if (partners != nullptr)
    for (std::uint32_t i = 0; i < kMostPartners; ++i) partners[i].untilNs = 0;
}

void lockPauses() noexcept {
  guard.lock();
}
void unlockPauses() noexcept {
  guard.unlock();
}

}  // namespace gordian::runtime
