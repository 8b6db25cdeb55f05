// Stacks, locks and dependencies.
#include <algorithm>
#include <utility>

#include "decoder.hpp"
#include "python_frames.hpp"

namespace gordian::recording {
namespace {

using lockgraph::Acquisition;
using lockgraph::LockKind;
using lockgraph::Mode;

bool isMode(std::uint32_t mode) {
  return mode <= static_cast<std::uint32_t>(Mode::Shared);
}

}  // namespace

std::optional<lockgraph::StackId> Decoder::stackOf(std::uint32_t id) const {
  if (id == 0) return lockgraph::StackId{};
  const auto index = stacks_.find(id);
  if (!index) return std::nullopt;
  return lockgraph::StackId{*index};
}

std::vector<lockgraph::Hold> Decoder::holdsOf(const std::vector<HoldRef>& references) {
  std::vector<lockgraph::Hold> holds;
  for (const HoldRef& reference : references) {
    const auto lock = locks_.find(reference.lock);
    if (lock) holds.push_back({lockgraph::LockId{*lock}, reference.serial});
  }
  return holds;
}

// The youngest thread whose stack contains the address: ended threads leave their place to others.
std::optional<lockgraph::ThreadId> Decoder::ownerOfStackAt(std::uint64_t address) const {
  for (std::size_t i = recording_.threadInfo.size(); i-- > 0;) {
    const ThreadInfo& thread = recording_.threadInfo[i];
    if (thread.stackLow <= address && address < thread.stackHigh) {
      return lockgraph::ThreadId{static_cast<std::uint32_t>(i)};
    }
  }
  return std::nullopt;
}

bool Decoder::addStack(Payload& payload) {
  const auto record = payload.take<StackRecord>();
  const auto frames = payload.takeMany<FrameRef>(record.frameCount);
  const std::string_view python = payload.takeText(record.pythonSize);
  if (!payload.isGood() || record.id == 0) return false;
  if (!stacks_.add(record.id, recording_.stacks.size())) return false;
  Stack stack;
  stack.frames.reserve(frames.size());
  for (const FrameRef& frame : frames) stack.frames.push_back({frame.pc, frame.cfa});
  stack.python = pythonFrames(python);
  stack.number = record.id;
  stack.complete = (record.flags & (kStackTruncated | kStackPrefix)) == 0;
  recording_.stacks.push_back(std::move(stack));
  return true;
}

bool Decoder::addLock(Payload& payload) {
  const auto record = payload.take<LockRecord>();
  if (!payload.isGood() || record.id == 0) return false;
  if (record.kind > static_cast<std::uint8_t>(LockKind::StaticGuard)) return false;
  if (record.storage > kStorageStack) return false;
  if (!locks_.add(record.id, recording_.lockInfo.size())) return false;

  LockInfo info;
  info.number = record.id;
  info.address = record.address;
  info.epoch = record.epoch;
  info.storage = static_cast<Storage>(record.storage);
  info.processShared = (record.flags & kLockProcessShared) != 0;
  info.robust = (record.flags & kLockRobust) != 0;
  info.custom = (record.flags & kLockCustom) != 0;
  info.python = (record.flags & kLockPython) != 0;
  info.created = stackOf(record.createdStack).value_or(lockgraph::StackId{});
  info.first = stackOf(record.firstStack).value_or(lockgraph::StackId{});

  lockgraph::Lock lock;
  lock.kind = static_cast<LockKind>(record.kind);
  if (const auto creator = threads_.find(record.creator)) {
    lock.creator = lockgraph::ThreadId{*creator};
    if ((record.flags & kLockInitSeen) != 0) lock.createdIn = record.creatorSegment;
  } else if (info.storage == Storage::Stack) {
    lock.creator = ownerOfStackAt(record.address);
  }
  recording_.lockInfo.push_back(std::move(info));
  recording_.trace.locks.push_back(lock);
  lockSeen_.push_back(now_);
  return true;
}

bool Decoder::addLockShared(Payload& payload) {
  const auto lock = locks_.find(payload.take<LockEventRecord>().lock);
  if (!payload.isGood() || !lock) return false;
  auto& sharedAt = recording_.trace.locks[*lock].sharedAt;
  if (!sharedAt) sharedAt = now_;
  return true;
}

bool Decoder::addLockTainted(Payload& payload) {
  const auto lock = locks_.find(payload.take<LockEventRecord>().lock);
  if (!payload.isGood() || !lock) return false;
  recording_.trace.locks[*lock].tainted = true;
  return true;
}

bool Decoder::addLockName(Payload& payload) {
  const auto lock = locks_.find(payload.take<LockNameRecord>().lock);
  std::string name = payload.takeString();
  if (!payload.isGood() || !lock) return false;
  recording_.lockInfo[*lock].name = std::move(name);
  return true;
}

bool Decoder::addLockRank(Payload& payload) {
  const auto record = payload.take<LockRankRecord>();
  const auto lock = locks_.find(record.lock);
  if (!payload.isGood() || !lock) return false;
  recording_.lockInfo[*lock].rank = record.rank;
  return true;
}

bool Decoder::addNeverTogether(Payload& payload) {
  const auto record = payload.take<NeverTogetherRecord>();
  const auto lock = locks_.find(record.lock);
  const auto other = locks_.find(record.other);
  if (!payload.isGood() || !lock || !other || *lock == *other) return false;
  recording_.neverTogether.emplace_back(lockgraph::LockId{*lock}, lockgraph::LockId{*other});
  return true;
}

bool Decoder::addDependency(Payload& payload) {
  const auto record = payload.take<DependencyRecord>();
  const auto held = payload.takeMany<HeldRef>(record.heldCount);
  const auto thread = threads_.find(record.thread);
  const auto lock = locks_.find(record.lock);
  const auto stack = stackOf(record.stack);
  if (!payload.isGood() || !thread || !lock || record.id == 0 || !isMode(record.mode)) return false;
  if (record.acquisition > static_cast<std::uint8_t>(Acquisition::Try)) return false;
  // Nothing held at all would be no dependency.
  if (held.empty() && record.base == 0) return false;

  lockgraph::Dependency dependency;
  dependency.thread = lockgraph::ThreadId{*thread};
  dependency.lock = lockgraph::LockId{*lock};
  dependency.mode = static_cast<Mode>(record.mode);
  dependency.acquisition = static_cast<Acquisition>(record.acquisition);
  dependency.reentrant = (record.flags & kReentrant) != 0;
  dependency.afterWait = (record.flags & kAfterWait) != 0;
  dependency.stack = stack.value_or(lockgraph::StackId{});
  dependency.occurrences = {{record.segment, now_}};
  auto& dependencies = recording_.trace.dependencies;
  if (record.base != 0) {
    const auto base = dependencies_.find(record.base);
    if (!base || dependencies[*base].thread != dependency.thread) return false;
    dependency.base = lockgraph::DependencyId{*base};
  }
  dependency.held.reserve(held.size());
  for (const HeldRef& one : held) {
    const auto heldLock = locks_.find(one.lock);
    if (!heldLock || !isMode(one.mode)) return false;
    dependency.held.push_back({lockgraph::LockId{*heldLock}, static_cast<Mode>(one.mode),
                               one.serial, stackOf(one.stack).value_or(lockgraph::StackId{})});
  }
  if (!dependencies_.add(record.id, dependencies.size())) return false;
  dependencies.push_back(std::move(dependency));
  isCounted_.push_back(false);
  if ((record.flags & kHeldCut) != 0) ++cutHelds_;
  return true;
}

bool Decoder::addRevisit(Payload& payload) {
  const auto record = payload.take<RevisitRecord>();
  const auto dependency = dependencies_.find(record.dependency);
  if (!payload.isGood() || !dependency) return false;
  recording_.trace.dependencies[*dependency].occurrences.push_back({record.segment, now_});
  seenAgain_.push_back(lockgraph::DependencyId{*dependency});
  return true;
}

std::vector<lockgraph::DependencyId> Decoder::takeSeen() {
  std::vector<lockgraph::DependencyId> seen = std::exchange(seenAgain_, {});
  seen.insert(seen.end(), open_.begin(), open_.end());
  const std::size_t all = recording_.trace.dependencies.size();
  for (; taken_ < all; ++taken_)
    seen.push_back(lockgraph::DependencyId{static_cast<std::uint32_t>(taken_)});
  std::sort(seen.begin(), seen.end());
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  return seen;
}

bool Decoder::addCount(Payload& payload) {
  const auto record = payload.take<CountRecord>();
  const auto index = dependencies_.find(record.dependency);
  if (!payload.isGood() || !index) return false;
  std::uint64_t& count = recording_.trace.dependencies[*index].count;
  if (!isCounted_[*index]) count = 0;
  isCounted_[*index] = true;
  count = record.more > UINT64_MAX - count ? UINT64_MAX : count + record.more;
  if (count == 0) {  // a Count of nothing cannot undo that it was seen
    count = 1;
    isCounted_[*index] = false;
  }
  return true;
}

}  // namespace gordian::recording
