#include "rounds.hpp"

#include "keep_errno.hpp"
#include "memory.hpp"
#include "process.hpp"
#include "recorder.hpp"
#include "records.hpp"
#include "spin_lock.hpp"

namespace gordian::runtime {

using namespace recording;

struct Barrier {
  const void* address;
  std::atomic<std::uint32_t> number;  // running; 0: not in use
  std::uint32_t parties;
  std::atomic<std::uint64_t> arrivals;
  std::atomic<bool> isWrong;
  Barrier* next;
};

namespace {

constexpr std::size_t kBuckets = 256;
constexpr std::uint32_t kMostBarriers = 4096;     // at once
constexpr std::uint32_t kMostRuns = 1024;         // of a thread at a barrier
constexpr std::uint32_t kMostRecords = 1u << 17;  // half of them: no more barriers are followed
constexpr std::uint64_t kMostRounds = 1u << 31;
constexpr std::size_t kPlaces = 4096;

SpinLock guard;
Barrier* buckets[kBuckets];
Barrier* freeBarriers;
std::uint32_t live;
std::uint32_t lastNumber;
std::atomic<std::uint32_t> records;
std::atomic<bool> isFull;           // some barrier is not followed
std::atomic<bool> unseen[kPlaces];  // by address: somebody came there unseen

std::atomic<bool>& unseenAt(const void* barrier) noexcept {
  return unseen[hashAddress(barrier) >> 52];
}

Barrier*& bucketOf(const void* barrier) noexcept {
  return buckets[hashAddress(barrier) >> 56];
}

void remove(const void* barrier) noexcept {
  for (Barrier** at = &bucketOf(barrier); *at != nullptr; at = &(*at)->next) {
    if ((*at)->address != barrier) continue;
    Barrier* gone = *at;
    *at = gone->next;
    gone->number.store(0, std::memory_order_relaxed);
    gone->next = freeBarriers;
    freeBarriers = gone;
    --live;
    return;
  }
}

Barrier* find(const void* barrier) noexcept {
  const Locked locked(guard);
  for (Barrier* at = bucketOf(barrier); at != nullptr; at = at->next)
    if (at->address == barrier) return at;
  return nullptr;
}

void append(const ThreadState& thread, const Attendance& at, std::uint32_t parties,
            std::uint32_t flags) noexcept {
  records.fetch_add(1, std::memory_order_relaxed);
  recorder.append(kRounds, RoundsRecord{at.number, parties, thread.id, flags, at.round, at.count,
                                        at.segment, at.stride});
}

// What is not said yet. The records lock is held.
void write(ThreadState& thread, Attendance& at, std::uint32_t flags) noexcept {
  if (at.count == 0 || !recorder.isOpen()) return;
  const bool isLeft = thread.order->waiting != &at;
  if (at.writtenCount == at.count && at.isLeftWritten == isLeft && (flags & kRoundsOpen) != 0)
    return;
  writeThread(thread);
  append(thread, at, at.barrier->parties, flags | (isLeft ? kRoundsLeft : 0));
  at.writtenCount = at.count;
  at.isLeftWritten = isLeft;
}

// The records lock is held.
void writeWrong(ThreadState& thread, Barrier& barrier, std::uint32_t number) noexcept {
  const bool isStillIt = barrier.number.load(std::memory_order_relaxed) == number;
  if (isStillIt && barrier.isWrong.exchange(true, std::memory_order_relaxed)) return;
  if (!recorder.isOpen()) return;
  writeThread(thread);
  Attendance nothing;
  nothing.number = number;
  nothing.count = 1;
  append(thread, nothing, barrier.parties, kRoundsWrong);
}

void noteWrong(ThreadState& thread, Barrier& barrier, std::uint32_t number) noexcept {
  const RecordsLocked locked;
  writeWrong(thread, barrier, number);
}

// The part of the thread in the barrier; the one that was used least recently makes room.
Attendance* attend(ThreadState& thread, Order& order, const void* barrier) noexcept {
  Attendance* oldest = order.attendances;
  for (Attendance& at : order.attendances) {
    if (at.barrier != nullptr && at.barrier->address == barrier && at.number != 0 &&
        at.number == at.barrier->number.load(std::memory_order_relaxed)) {
      at.lastUse = ++order.uses;
      return &at;
    }
    if (at.lastUse < oldest->lastUse) oldest = &at;
  }
  Barrier* known = find(barrier);
  if (known == nullptr) return nullptr;
  {
    const RecordsLocked locked;
    if (!oldest->isGivenUp) write(thread, *oldest, 0);
  }
  *oldest = Attendance{};
  oldest->barrier = known;
  oldest->number = known->number.load(std::memory_order_relaxed);
  oldest->lastUse = ++order.uses;
  return oldest;
}

// No more is recorded of its part. One that had none yet could have come at any time.
void giveUp(ThreadState& thread, Attendance& at) noexcept {
  at.isGivenUp = true;
  noteOrderCut(thread, thread.segment);
  if (at.count == 0) {
    noteWrong(thread, *at.barrier, at.number);
    return;
  }
  const RecordsLocked locked;
  write(thread, at, kRoundsCut);
}

void countIn(ThreadState& thread, Attendance& at, std::uint32_t round) noexcept {
  const std::uint32_t segment = thread.segment;
  const bool isNext = at.count != 0 && round == at.round + at.count;
  if (isNext && at.count == 1 && segment > at.segment) at.stride = segment - at.segment;
  if (isNext && at.stride != 0 && segment == at.segment + at.count * at.stride) {
    if (++at.count != 2) return;
    const RecordsLocked locked;
    write(thread, at, kRoundsOpen);
    return;
  }
  if (++at.runs > kMostRuns || records.load(std::memory_order_relaxed) > kMostRecords) {
    giveUp(thread, at);
    return;
  }
  const RecordsLocked locked;
  write(thread, at, 0);
  at.round = round;
  at.count = 1;
  at.segment = segment;
  at.stride = 0;
  at.writtenCount = 0;
  write(thread, at, kRoundsOpen);
}

}  // namespace

void noteBarrierInit(const void* barrier, std::uint32_t parties, bool isShared) noexcept {
  const KeepErrno keepErrno;
  const Locked locked(guard);
  remove(barrier);
  if (isShared || parties < 2) return;
  if (live == kMostBarriers || records.load(std::memory_order_relaxed) > kMostRecords / 2) {
    isFull.store(true, std::memory_order_relaxed);
    return;
  }
  Barrier* made = freeBarriers;
  if (made != nullptr)
    freeBarriers = made->next;
  else
    made = static_cast<Barrier*>(allocate(sizeof(Barrier)));
  if (made == nullptr) return;
  made->address = barrier;
  made->parties = parties;
  made->arrivals.store(0, std::memory_order_relaxed);
  made->isWrong.store(false, std::memory_order_relaxed);
  made->number.store(++lastNumber, std::memory_order_relaxed);
  made->next = bucketOf(barrier);
  bucketOf(barrier) = made;
  ++live;
}

void noteBarrierDestroy(const void* barrier) noexcept {
  const Locked locked(guard);
  remove(barrier);
}

void comeToBarrier(ThreadState& thread, const void* barrier) noexcept {
  const KeepErrno keepErrno;
  if (!enterSlowPath(thread)) return;
  Order* order = orderOf(thread);
  if (order == nullptr) return;
  if (Attendance* left = order->waiting; left != nullptr) {  // a handler jumped out of that wait
    order->waiting = nullptr;
    noteWrong(thread, *left->barrier, left->number);
  }
  Attendance* at = attend(thread, *order, barrier);
  if (at == nullptr) {
    if (isFull.load(std::memory_order_relaxed)) noteOrderCut(thread, thread.segment);
    return;
  }
  Barrier& known = *at->barrier;
  const std::uint64_t round =
      known.arrivals.fetch_add(1, std::memory_order_relaxed) / known.parties;
  if (known.isWrong.load(std::memory_order_relaxed) || at->isGivenUp) return;
  if (unseenAt(barrier).load(std::memory_order_relaxed)) {
    noteWrong(thread, known, at->number);
  } else if (round >= kMostRounds || thread.segment >= kMostRounds) {
    giveUp(thread, *at);
  } else {
    countIn(thread, *at, static_cast<std::uint32_t>(round));
  }
  if (at->isGivenUp || known.isWrong.load(std::memory_order_relaxed)) return;
  order->waiting = at;
  order->waitingIn = thread.segment;
}

void leaveBarrier(ThreadState& thread, bool isLetGo) noexcept {
  const KeepErrno keepErrno;
  Order* order = thread.order;
  if (order == nullptr || order->waiting == nullptr) return;
  Attendance& at = *order->waiting;
  order->waiting = nullptr;
  Barrier& barrier = *at.barrier;
  const std::uint64_t due =
      (std::uint64_t{at.round} + at.count) * barrier.parties;  // its own round is the last one
  const bool isAllIn = barrier.arrivals.load(std::memory_order_relaxed) >= due;
  std::atomic_thread_fence(std::memory_order_acquire);
  // Whoever leaves first may have destroyed it already; that one has looked, too.
  const bool isStillIt = barrier.number.load(std::memory_order_relaxed) == at.number;
  if (!isLetGo || thread.segment != order->waitingIn || (isStillIt && !isAllIn)) {
    noteWrong(thread, barrier, at.number);
    return;
  }
  ++thread.segment;
}

void noteUnseenAtBarrier(const void* barrier) noexcept {
  if (isObserving()) unseenAt(barrier).store(true, std::memory_order_relaxed);
}

void writeRounds(ThreadState& thread, bool isEnd) noexcept {
  Order& order = *thread.order;
  if (Attendance* at = order.waiting; at != nullptr && !isEnd) {
    // A handler has interrupted the wait, or jumped out of it: what it does is not before the
    // round.
    order.waiting = nullptr;
    writeWrong(thread, *at->barrier, at->number);
  }
  for (Attendance& at : order.attendances)
    if (!at.isGivenUp) write(thread, at, isEnd ? 0 : kRoundsOpen);
}

void forgetBarriers() noexcept {
  for (Barrier*& bucket : buckets) bucket = nullptr;  // copies of the parent's: small, left alone
  freeBarriers = nullptr;
  live = lastNumber = 0;
  records.store(0, std::memory_order_relaxed);
  isFull.store(false, std::memory_order_relaxed);
}

void lockBarriers() noexcept {
  guard.lock();
}
void unlockBarriers() noexcept {
  guard.unlock();
}

}  // namespace gordian::runtime
