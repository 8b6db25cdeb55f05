#include "statistics_records.hpp"

#include "lock_classes.hpp"
#include "recorder.hpp"
#include "records.hpp"
#include "registry.hpp"
#include "statistics.hpp"

#include <ctime>

namespace gordian::runtime {

using namespace recording;

namespace {

std::uint64_t processBegun;
std::uint64_t spinOfAll;

std::uint64_t cpuBegun;

std::uint64_t cpuNs(clockid_t clock) noexcept {
  timespec time{};
  if (clock_gettime(clock, &time) != 0) return 0;
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000u +
         static_cast<std::uint64_t>(time.tv_nsec);
}

// As the kernel numbers them; pthread_getcpuclockid() would look into the thread's own memory.
clockid_t clockOf(std::uint32_t tid) noexcept {
  constexpr clockid_t kOfThread = 4;
  constexpr clockid_t kScheduled = 2;
  return static_cast<clockid_t>(~tid << 3) | kOfThread | kScheduled;
}

// One rate for all that is written together: its parts add up.
class Nanoseconds {
 public:
  std::uint64_t operator()(std::uint64_t difference) const noexcept {
    return static_cast<std::uint64_t>(static_cast<double>(difference) * length_);
  }

 private:
  double length_ = tickLength();
};

LockStatsRecord recordOf(const Tally& tally, std::uint32_t thread,
                         const Nanoseconds& nanosecondsOf) noexcept {
  LockStatsRecord record{};
  record.thread = thread;
  if (tally.isShared) record.flags = kStatsShared;
  record.acquisitions = tally.acquisitions;
  record.contended = tally.contended;
  record.handOvers = tally.handOvers;
  record.waits = tally.waits;
  record.waitNs = nanosecondsOf(tally.waited);
  record.longestWaitNs = nanosecondsOf(tally.longestWait);
  record.holdNs = nanosecondsOf(tally.held);
  record.longestHoldNs = nanosecondsOf(tally.longestHold);
  return record;
}

}  // namespace

std::uint64_t cpuNsOfThread(std::uint32_t tid) noexcept {
  return cpuNs(clockOf(tid));
}

std::uint64_t cpuNsOfProcess() noexcept {
  return cpuNs(CLOCK_PROCESS_CPUTIME_ID);
}

bool wantsStatisticsWritten() noexcept {
  return isMeasuring() && (recorder.isOpen() || threadsSeen() > 1);
}

void writeStatistics(ThreadState& thread) noexcept {
  if (thread.statistics == nullptr || !wantsStatisticsWritten()) return;
  Statistics& own = *thread.statistics;
  const Nanoseconds nanosecondsOf;
  const RecordsLocked locked;
  if (!recorder.open()) return;
  writeThread(thread);
  for (std::uint32_t i = 0; i < own.tallyCount; ++i) {
    const Tally& tally = own.tallies[i];
    LockStatsRecord record = recordOf(tally, thread.id, nanosecondsOf);
    record.lock = recordOfClass(tally.lockClass);
    record.locks = locksOfClass(tally.lockClass);
    record.longestHoldStack = writePlace(tally.longestAt);
    if (record.lock != 0) recorder.append(kLockStats, record);
  }
  if (own.gil.waits != 0) {
    LockStatsRecord record = recordOf(own.gil, thread.id, nanosecondsOf);
    record.flags = kStatsGil;
    record.locks = 1;
    recorder.append(kLockStats, record);
  }
  ThreadStatsRecord life{};
  life.thread = thread.id;
  life.lifeNs = nanosecondsOf(ticksSince(own.begun, ticks()));
  life.cpuNs = ticksSince(own.cpuBegun, cpuNsOfThread(thread.tid));
  life.lockWaitNs = nanosecondsOf(own.lockWait);
  recorder.append(kThreadStats, life);
  spinOfAll += own.spinWait;
}

void writeProcessStatistics() noexcept {
  if (!isMeasuring() || !recorder.isOpen()) return;
  const Nanoseconds nanosecondsOf;
  ProcessStatsRecord record{};
  record.wallNs = nanosecondsOf(ticksSince(processBegun, ticks()));
  record.cpuNs = ticksSince(cpuBegun, cpuNsOfProcess());
  record.spinNs = nanosecondsOf(spinOfAll);
  recorder.append(kProcessStats, record);
}

void beginProcessStatistics() noexcept {
  if (!isMeasuring()) return;
  processBegun = ticks();
  cpuBegun = cpuNsOfProcess();
  spinOfAll = 0;
}

}  // namespace gordian::runtime
