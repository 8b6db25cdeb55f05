#include "statistics.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "fingerprint.hpp"

namespace gordian::cli {
namespace {

using recording::LockUse;
using recording::Recording;

// The numbers were read: they may be anything.
void addTo(std::uint64_t& sum, std::uint64_t more) {
  sum = more > UINT64_MAX - sum ? UINT64_MAX : sum + more;
}

struct Row {
  LockStats stats;
  std::map<std::pair<std::size_t, lockgraph::LockId>, std::uint64_t> locks;  // of each class
  std::set<std::pair<std::size_t, lockgraph::ThreadId>> threads;
};

// CPython's threads hold a lock while they live, for those that join them.
bool isThreadsEnd(const Recording& recording, lockgraph::LockId lock) {
  const auto& info = recording.lockInfo[static_cast<std::size_t>(lock)];
  const auto& python = recording.stacks[static_cast<std::size_t>(info.first)].python;
  return info.python && !python.empty() && python.front().function == "_set_tstate_lock";
}

void addUse(LockStats& stats, const LockUse& use) {
  addTo(stats.acquisitions, use.acquisitions);
  addTo(stats.contended, use.contended);
  addTo(stats.handOvers, use.handOvers);
  addTo(stats.waits, use.waits);
  addTo(stats.wait, use.waitNs);
  addTo(stats.hold, use.holdNs);
  stats.longestWait = std::max(stats.longestWait, use.longestWaitNs);
}

}  // namespace

class StatisticsOfAll::Collector {
 public:
  void addRecording(const Recording& recording, std::size_t index, Names& names) {
    addProcess(recording);
    for (const auto& times : recording.statistics.threads)
      addThread(recording, index, times, names);
    for (const LockUse& use : recording.statistics.uses)
      if (use.lock)
        addLock(recording, index, use, names);
      else
        addGil(index, use);
  }

  Statistics finish() {
    for (auto& [key, row] : rows_) statistics_.locks.push_back(finished(row));
    std::sort(statistics_.locks.begin(), statistics_.locks.end(),
              [](const LockStats& a, const LockStats& b) {
                return std::tie(b.wait, b.contended, b.isUser, b.hold, b.acquisitions, a.name,
                                a.isShared) < std::tie(a.wait, a.contended, a.isUser, a.hold,
                                                       a.acquisitions, b.name, b.isShared);
              });
    for (ThreadStats& thread : statistics_.threads)
      if (thread.gil) setShares(*thread.gil, thread.life);
    for (ProcessStats& process : statistics_.processes)
      if (process.gil) setShares(*process.gil, process.life);
    return std::move(statistics_);
  }

 private:
  void addProcess(const Recording& recording) {
    ProcessStats process;
    process.name = baseName(recording.executable);
    process.process = recording.pid;
    process.threads = std::max<std::uint64_t>(recording.threads, recording.threadInfo.size());
    if (const auto& times = recording.statistics.process) {
      process.wall = times->wallNs;
      process.cpu = times->cpuNs;
      process.spin = times->spinNs;
    }
    statistics_.processes.push_back(std::move(process));
  }

  void addThread(const Recording& recording, std::size_t index, const recording::ThreadTimes& times,
                 Names& names) {
    const auto [place, isNew] =
        threads_.try_emplace({index, times.thread}, statistics_.threads.size());
    if (isNew) {
      ThreadStats thread;
      thread.name = names.thread(times.thread).name;
      thread.process = recording.pid;
      statistics_.threads.push_back(std::move(thread));
    }
    ThreadStats& thread = statistics_.threads[place->second];
    ProcessStats& process = statistics_.processes.back();
    addTo(thread.life, times.lifeNs);
    addTo(thread.cpu, times.cpuNs);
    addTo(thread.lockWait, times.lockWaitNs);
    addTo(process.life, times.lifeNs);
    addTo(process.lockWait, times.lockWaitNs);
  }

  void addGil(std::size_t index, const LockUse& use) {
    const auto gilOf = [&](auto& owner) {
      if (!owner.gil) owner.gil.emplace().name = "GIL";
      addUse(*owner.gil, use);
      owner.gil->locks = 1;
      owner.gil->threads += 1;
      owner.gil->longestHold = std::max(owner.gil->longestHold, use.longestHoldNs);
    };
    gilOf(statistics_.processes.back());
    const auto thread = threads_.find({index, use.thread});
    if (thread != threads_.end()) gilOf(statistics_.threads[thread->second]);
  }

  void addLock(const Recording& recording, std::size_t index, const LockUse& use, Names& names) {
    if (recording.trace.locks[static_cast<std::size_t>(*use.lock)].tainted) return;  // no lock
    if (isThreadsEnd(recording, *use.lock)) return;
    const LockLabel label = names.lock(*use.lock);
    const std::string& shown =
        use.locks > 1 && !label.className.empty() ? label.className : label.name;
    Row& row = rows_[{shown, label.className, use.isShared}];
    row.stats.name = shown;
    row.stats.className = label.className;
    row.stats.isShared = use.isShared;
    row.stats.isUser |= label.created.user;
    addUse(row.stats, use);
    if (use.longestHoldNs > row.stats.longestHold) {
      row.stats.longestHold = use.longestHoldNs;
      const auto& stack = recording.stacks[static_cast<std::size_t>(use.longestHold)];
      row.stats.longestHoldAt = {names.frames(stack, use.seen), stack.complete};
    }
    auto& locks = row.locks[{index, *use.lock}];
    locks = std::max<std::uint64_t>(locks, use.locks);
    row.threads.insert({index, use.thread});
  }

  LockStats finished(Row& row) {
    for (const auto& [unused, count] : row.locks) addTo(row.stats.locks, count);
    row.stats.threads = row.threads.size();
    std::uint64_t life = 0;
    for (const auto& thread : row.threads)
      if (const auto found = threads_.find(thread); found != threads_.end())
        addTo(life, statistics_.threads[found->second].life);
    setShares(row.stats, life);
    return std::move(row.stats);
  }

  static void setShares(LockStats& stats, std::uint64_t life) {
    stats.waitShare = shareOf(stats.wait, life);
    stats.holdShare = shareOf(stats.hold, life);
  }

  Statistics statistics_;
  std::map<std::pair<std::size_t, lockgraph::ThreadId>, std::size_t> threads_;
  std::map<std::tuple<std::string, std::string, bool>, Row> rows_;
};

StatisticsOfAll::StatisticsOfAll() = default;
StatisticsOfAll::~StatisticsOfAll() = default;

void StatisticsOfAll::add(const Recording& recording, std::size_t index, Names& names) {
  if (recording.statistics.isEmpty()) return;
  if (collector_ == nullptr) collector_ = std::make_unique<Collector>();
  collector_->addRecording(recording, index, names);
}

std::optional<Statistics> StatisticsOfAll::finish() {
  if (collector_ == nullptr) return std::nullopt;
  return collector_->finish();
}

double shareOf(std::uint64_t part, std::uint64_t all) {
  if (all == 0) return 0;
  return std::min(1.0, static_cast<double>(part) / static_cast<double>(all));
}

std::optional<double> effectiveParallelism(const ProcessStats& process) {
  if (process.wall == 0) return std::nullopt;
  const std::uint64_t used = process.cpu - std::min(process.cpu, process.spin);
  return static_cast<double>(used) / static_cast<double>(process.wall);
}

std::optional<double> threadsNotWaiting(const ProcessStats& process) {
  if (process.wall == 0) return std::nullopt;
  const std::uint64_t awake = process.life - std::min(process.life, process.lockWait);
  return static_cast<double>(awake) / static_cast<double>(process.wall);
}

}  // namespace gordian::cli
