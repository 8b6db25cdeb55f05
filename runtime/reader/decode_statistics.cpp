// What --stats counted.
#include "decoder.hpp"

namespace gordian::recording {

bool Decoder::addLockStats(Payload& payload) {
  const auto record = payload.take<LockStatsRecord>();
  const auto thread = threads_.find(record.thread);
  if (!payload.isGood() || !thread) return false;
  const bool isGil = (record.flags & kStatsGil) != 0;
  const auto lock = isGil ? std::nullopt : locks_.find(record.lock);
  if (!isGil && !lock) return false;
  LockUse use;
  use.thread = lockgraph::ThreadId{*thread};
  if (lock) use.lock = lockgraph::LockId{*lock};
  use.isShared = (record.flags & kStatsShared) != 0;
  use.locks = record.locks;
  use.acquisitions = record.acquisitions;
  use.contended = record.contended;
  use.handOvers = record.handOvers;
  use.waits = record.waits;
  use.waitNs = record.waitNs;
  use.longestWaitNs = record.longestWaitNs;
  use.holdNs = record.holdNs;
  use.longestHoldNs = record.longestHoldNs;
  use.longestHold = stackOf(record.longestHoldStack).value_or(lockgraph::StackId{});
  use.seen = now_;
  recording_.statistics.uses.push_back(use);
  return true;
}

bool Decoder::addThreadStats(Payload& payload) {
  const auto record = payload.take<ThreadStatsRecord>();
  const auto thread = threads_.find(record.thread);
  if (!payload.isGood() || !thread) return false;
  recording_.statistics.threads.push_back(
      {lockgraph::ThreadId{*thread}, record.lifeNs, record.cpuNs, record.lockWaitNs});
  return true;
}

bool Decoder::addProcessStats(Payload& payload) {
  const auto record = payload.take<ProcessStatsRecord>();
  if (!payload.isGood()) return false;
  recording_.statistics.process = {record.wallNs, record.cpuNs, record.spinNs};
  return true;
}

}  // namespace gordian::recording
