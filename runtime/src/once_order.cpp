#include "once_order.hpp"

#include "alike.hpp"
#include "keep_errno.hpp"
#include "memory.hpp"
#include "process.hpp"
#include "recorder.hpp"
#include "records.hpp"

namespace gordian::runtime {

using namespace recording;

namespace {

constexpr std::uint32_t kMostOnces = 1u << 14;  // of a process
constexpr std::uint32_t kFirstPassed = 64;
constexpr std::uint32_t kMostPassed = 1u << 13;  // places of a thread

std::uint32_t lastOnce;  // records lock

PassedFlag* placeOf(Order& order, const void* flag) noexcept {
  const std::uint32_t mask = order.passedPlaces - 1;
  for (std::uint64_t at = hashAddress(flag) >> 32;; ++at) {
    PassedFlag& known = order.passed[at & mask];
    if (known.flag == flag || known.flag == nullptr) return &known;
  }
}

bool growPassed(Order& order) noexcept {
  const std::uint32_t wider = order.passedPlaces == 0 ? kFirstPassed : order.passedPlaces * 2;
  if (wider > kMostPassed) return false;
  auto* table = allocateArray<PassedFlag>(wider);
  if (table == nullptr) return false;
  PassedFlag* previous = order.passed;
  const std::uint32_t old = order.passedPlaces;
  order.passed = table;
  order.passedPlaces = wider;
  for (std::uint32_t i = 0; i < old; ++i)
    if (previous[i].flag != nullptr) *placeOf(order, previous[i].flag) = previous[i];
  releaseArray(previous, old);
  return true;
}

// The entry for a flag, new or known; null: there is no more room.
PassedFlag* intern(Order& order, const void* flag) noexcept {
  if ((order.passedCount + 1) * 2 > order.passedPlaces && !growPassed(order)) return nullptr;
  PassedFlag* place = placeOf(order, flag);
  if (place->flag == nullptr) {
    place->flag = flag;
    ++order.passedCount;
  }
  return place;
}

void writePass(const ThreadState& thread, PassedFlag& known) noexcept {
  recorder.append(kPass, PassRecord{known.once, thread.id, known.segment, 0});
  known.segment = 0;
}

std::uint32_t onceOf(const LockEntry* entry) noexcept {
  return entry != nullptr && entry->onceGeneration == recorder.generation() ? entry->once : 0;
}

}  // namespace

void routineBegins(ThreadState& thread, const void* flag) noexcept {
  const KeepErrno keepErrno;
  Order* order = orderOf(thread);
  if (order == nullptr) return;
  for (std::uint32_t i = 0; i < order->routineCount; ++i)
    if (order->routines[i].flag == flag) order->routineCount = i;  // it had ended by an exception
  if (order->routineCount == kRoutines) return;
  order->routines[order->routineCount++] = {flag, thread.segment, thread.boundaryDue};
  thread.boundaryDue = true;
}

void routineEnds(ThreadState& thread, const void* flag) noexcept {
  const KeepErrno keepErrno;
  Order* order = thread.order;
  if (order == nullptr) return;
  std::uint32_t at = order->routineCount;
  while (at > 0 && order->routines[at - 1].flag != flag) --at;
  if (at == 0) return;
  const Routine routine = order->routines[at - 1];
  order->routineCount = at - 1;
  if (thread.segment == routine.segment) {  // nothing in it was worth a record
    thread.boundaryDue = routine.wasDue;
    return;
  }
  const std::uint32_t last = thread.segment++;
  thread.boundaryDue = false;
  LockEntry* entry = findLock(flag);
  if (entry == nullptr || !recorder.isOpen()) return;
  {
    const RecordsLocked locked;
    if (lastOnce < kMostOnces) {
      writeThread(thread);
      const OnceRecord record{
          lastOnce + 1, writeLock(*entry), thread.id, routine.segment + 1, last, 0};
      if (!recorder.append(kOnce, record)) return;
      entry->once = ++lastOnce;
      entry->onceGeneration = recorder.generation();
      return;
    }
  }
  noteOrderCut(thread, routine.segment + 1);
}

void noteComePast(ThreadState& thread, const void* flag) noexcept {
  const KeepErrno keepErrno;
  if (!enterSlowPath(thread)) return;
  Order* order = orderOf(thread);
  if (order == nullptr) return;
  const std::uint32_t stamp = stampOf(flag);
  const std::uint32_t once = onceOf(findLock(flag));
  PassedFlag* known = intern(*order, flag);
  if (known == nullptr) {
    if (once != 0) noteOrderCut(thread, thread.segment);
    return;
  }
  const bool isNews = once != 0 && known->once != once;
  const RecordsLocked locked;
  if (isNews && known->segment != 0) writeThread(thread);  // with what it passed there before
  known->stamp = stamp;
  known->once = once;
  if (!isNews) return;
  known->segment = ++thread.segment;
  if (!recorder.isOpen()) return;
  if (thread.announced)
    writePass(thread, *known);
  else if (!areThreadsTransient())
    writeThread(thread);
}

void writePasses(ThreadState& thread) noexcept {
  if (thread.order == nullptr) return;
  for (std::uint32_t i = 0; i < thread.order->passedPlaces; ++i)
    if (thread.order->passed[i].segment != 0) writePass(thread, thread.order->passed[i]);
}

bool hasUnwrittenPasses(const ThreadState& thread) noexcept {
  if (thread.announced || thread.order == nullptr) return false;
  for (std::uint32_t i = 0; i < thread.order->passedPlaces; ++i)
    if (thread.order->passed[i].segment != 0) return true;
  return false;
}

void forgetOnces() noexcept {
  lastOnce = 0;
}

}  // namespace gordian::runtime
