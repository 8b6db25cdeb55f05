#include "foretold.hpp"

#include <gordian/recording/board.h>
#include <gordian/recording/format.h>

#include <algorithm>
#include <map>

namespace gordian::cli {
namespace {

using lockgraph::LockId;
using lockgraph::Meeting;
using recording::Hang;
using recording::Waiter;

std::optional<Meeting> meetingOf(const Waiter& waiter) {
  switch (waiter.kind) {
    case recording::kWaitThread:
      return Meeting::Thread;
    case recording::kWaitCondition:
      return Meeting::Condition;
    case recording::kWaitSemaphore:
      return Meeting::Semaphore;
    case recording::kWaitBarrier:
      return Meeting::Barrier;
    case recording::kWaitFutex:
      return Meeting::Futex;
    default:
      return std::nullopt;
  }
}

bool isSamePlace(const SourceFrame& a, const SourceFrame& b) {
  if (a.file.empty() != b.file.empty()) return false;
  if (a.file.empty()) return !a.module.empty() && a.module == b.module && a.offset == b.offset;
  return a.file == b.file && a.line == b.line && a.function == b.function;
}

// The locks that keep the cycle closed.
std::set<LockId> awaitedLocks(HangNames& names, const Hang& hang) {
  std::set<LockId> locks;
  for (const Waiter& waiter : hang.waiters)
    if (waiter.role == recording::kWaiterInCycle)
      if (const auto lock = names.lockOf(waiter, waiter.lock)) locks.insert(*lock);
  return locks;
}

bool isWaitOf(HangNames& names, const Waiter& waiter, const Waiting& told,
              const Prediction& prediction) {
  if (waiter.role != recording::kWaiterInCycle || meetingOf(waiter) != prediction.meeting)
    return false;
  return isSamePlace(told.at.site(), prediction.waitsAt) &&
         std::any_of(waiter.held.begin(), waiter.held.end(), [&](const auto& hold) {
           const auto lock = names.lockOf(waiter, hold.lock);
           return lock && prediction.locks.count(*lock) != 0;
         });
}

}  // namespace

Prediction predictionOf(std::size_t recording, const Finding& finding, std::set<LockId> locks) {
  return {recording, {finding.id, finding.fingerprint}, std::move(locks)};
}

Prediction predictionOf(std::size_t recording, const Finding& finding, const lockgraph::Wait& wait,
                        LockId held) {
  Prediction prediction = predictionOf(recording, finding, {held});
  prediction.meeting = wait.kind;
  prediction.waitsAt = finding.moments.front().at.site();
  return prediction;
}

std::vector<Foretold> foretold(HangNames& names, const Hang& hang, const HangFacts& facts,
                               const std::vector<std::size_t>& order,
                               const std::vector<Prediction>& predictions) {
  const std::set<LockId> locks = awaitedLocks(names, hang);
  const auto recording = names.recordingOf(hang.waiters.front());
  if (locks.empty()) return {};
  std::map<std::string, std::string> found;  // ids by fingerprint
  for (const Prediction& prediction : predictions) {
    if (recording != prediction.recording) continue;
    bool isIt = !prediction.meeting && prediction.locks == locks;
    if (prediction.meeting && locks.count(*prediction.locks.begin()) != 0)
      for (std::size_t i = 0; i < order.size() && !isIt; ++i)
        isIt = isWaitOf(names, hang.waiters[order[i]], facts.waiting[i], prediction);
    if (isIt) found.emplace(prediction.finding.fingerprint, prediction.finding.id);
  }
  std::vector<Foretold> result;
  for (const auto& [fingerprint, id] : found) result.push_back({id, fingerprint});
  std::stable_sort(result.begin(), result.end(),
                   [](const Foretold& a, const Foretold& b) { return a.id < b.id; });
  return result;
}

}  // namespace gordian::cli
