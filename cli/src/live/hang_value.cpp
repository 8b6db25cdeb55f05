#include "hang_value.hpp"

#include <fmt/format.h>
#include <gordian/recording/format.h>

#include <algorithm>
#include <set>

namespace gordian::cli {
namespace {

using board::SlotCopy;
using lockgraph::HangRule;
using lockgraph::WaitRole;
using lockgraph::WaitVerdict;
using recording::Waiter;
using recording::WaiterHold;

std::uint32_t roleOf(WaitRole role) {
  switch (role) {
    case WaitRole::InCycle:
      return recording::kWaiterInCycle;
    case WaitRole::Gone:
      return recording::kWaiterOwnerGone;
    default:
      return recording::kWaiterBehind;
  }
}

void setWait(Waiter& waiter, const SlotCopy& slot) {
  const recording::BoardWait& wait = slot.wait;
  waiter.kind = wait.kind;
  waiter.lockKind = wait.lockKind;
  waiter.mode = wait.mode;
  waiter.flags = wait.flags;
  waiter.lock = wait.lock;
  waiter.target = wait.target;
  waiter.stack = wait.stack;
  waiter.address = wait.address;
  waiter.space = wait.key.space;
  waiter.object = wait.key.object;
  waiter.mutexAddress = wait.mutexAddress;
  waiter.mutexLock = wait.mutexLock;
  waiter.frames.assign(slot.frames, slot.frames + slot.frameCount);
}

WaiterHold holdOf(const recording::BoardHeld& held) {
  WaiterHold hold;
  hold.lock = held.lock;
  hold.stack = held.stack;
  hold.serial = held.serial;
  hold.kind = held.kind;
  hold.mode = held.mode;
  hold.address = held.address;
  hold.space = held.key.space;
  hold.object = held.key.object;
  return hold;
}

// `isByPosts`: everybody waits for posts, also in a circle; nobody holds anything that is missed.
std::uint32_t ruleOf(const lockgraph::Hang& hang, const std::vector<Waiter>& waiters,
                     bool isByPosts) {
  constexpr std::uint32_t kDeadlock = 201, kStall = 202, kProcesses = 203, kOwnerGone = 205;
  const auto end = waiters.begin() + hang.cycleCount;
  if (std::any_of(waiters.begin(), end,
                  [](const Waiter& waiter) { return waiter.kind == recording::kWaitProcess; }))
    return kProcesses;
  switch (hang.rule) {
    case HangRule::Deadlock:
      return isByPosts ? kStall : kDeadlock;
    case HangRule::OwnerGone:
      return kOwnerGone;
    case HangRule::Stall:
      return kStall;
  }
  return kStall;
}

// Who waits for the end of a child waits for whichever thread of it is told.
void nameChildren(const board::Look& look, const std::uint32_t* members,
                  std::vector<Waiter>& waiters) {
  for (std::size_t i = 0; i < waiters.size(); ++i) {
    if (waiters[i].kind != recording::kWaitProcess || waiters[i].waitsFor != recording::kNoWaiter)
      continue;
    const lockgraph::LiveThread& thread = look.situation.threads[members[i]];
    for (std::uint32_t k = 0; k < waiters.size(); ++k)
      for (std::uint32_t poster = 0; poster < thread.posterCount; ++poster)
        if (waiters[k].pid == look.situation.pids[thread.posters[poster]]) waiters[i].waitsFor = k;
  }
}

}  // namespace

Waiter waiterOf(const SlotCopy& slot) {
  Waiter waiter;
  waiter.pid = slot.pid;
  waiter.tid = slot.tid;
  waiter.thread = slot.thread;
  waiter.startedNs = slot.startedNs;
  waiter.waitsFor = recording::kNoWaiter;
  waiter.target = recording::kNoThread;
  for (std::uint32_t i = 0; i < slot.heldCount; ++i) waiter.held.push_back(holdOf(slot.held[i]));
  if (slot.does == board::SlotDoes::Waits) setWait(waiter, slot);
  return waiter;
}

recording::Hang hangValue(const board::Look& look, const lockgraph::Hang& hang,
                          SystemKnowledge& knowledge, Processes& processes) {
  const std::uint32_t* const members = look.result.members + hang.first;
  recording::Hang value;
  std::set<std::uint32_t> pids;
  bool isByPosts = true;
  for (std::uint32_t i = 0; i < hang.count; ++i) {
    const SlotCopy& slot = look.snapshot.slots[members[i]];
    const WaitVerdict& verdict = look.result.threads[members[i]];
    Waiter waiter = waiterOf(slot);
    waiter.role = roleOf(verdict.role);
    isByPosts &= verdict.through == lockgraph::WaitFor::Post ||
                 verdict.through == lockgraph::WaitFor::Nothing;
    const auto* const next = std::find(members, members + hang.count, verdict.waitsFor);
    if (next != members + hang.count) waiter.waitsFor = static_cast<std::uint32_t>(next - members);
    if (next != members + hang.count && verdict.hold != lockgraph::kNobody)
      waiter.through = look.snapshot.slots[*next].held[verdict.hold].lock;
    const bool isOwnerGone = look.situation.threads[members[i]].ownerGone;
    if (isOwnerGone && verdict.through == lockgraph::WaitFor::Lock && next == members + hang.count)
      waiter.told.because =
          fmt::format("held by thread {}, which has ended",
                      processes.ownerOfLock(slot.pid, slot.wait.address, slot.wait.lockKind));
    if (verdict.role != WaitRole::Gone) waiter.name = processes.nameOf(slot.pid, slot.tid);
    pids.insert(slot.pid);
    value.waiters.push_back(std::move(waiter));
  }
  nameChildren(look, members, value.waiters);
  value.rule = ruleOf(hang, value.waiters, isByPosts);
  for (const std::uint32_t pid : pids)
    value.threads += static_cast<std::uint32_t>(knowledge.factsOf(pid).tasks.size());
  return value;
}

}  // namespace gordian::cli
