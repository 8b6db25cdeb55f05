#include "hang_records.hpp"

#include "recorder.hpp"
#include "records.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <cstdio>
#include <cstring>

namespace gordian::runtime {

using namespace recording;
using board::SlotCopy;
using lockgraph::HangRule;
using lockgraph::WaitRole;

namespace {

bool isAnyWritten;

std::uint32_t roleOf(WaitRole role) noexcept {
  switch (role) {
    case WaitRole::InCycle:
      return kWaiterInCycle;
    case WaitRole::Gone:
      return kWaiterOwnerGone;
    default:
      return kWaiterBehind;
  }
}

std::uint32_t ruleOf(HangRule rule) noexcept {
  switch (rule) {
    case HangRule::Deadlock:
      return 201;
    case HangRule::OwnerGone:
      return 205;
    default:
      return 202;
  }
}

void nameOf(std::uint32_t tid, char (&name)[32]) noexcept {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/self/task/%u/comm", tid);
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  const ssize_t got = file < 0 ? 0 : read(file, name, sizeof name - 1);
  if (file >= 0) close(file);
  name[got > 0 ? got : 0] = '\0';
  if (char* end = std::strchr(name, '\n'); end != nullptr) *end = '\0';
}

void setWait(WaiterRecord& record, const BoardWait& wait) noexcept {
  record.kind = wait.kind;
  record.lockKind = wait.lockKind;
  record.mode = wait.mode;
  record.flags = wait.flags;
  record.lock = wait.lock;
  record.target = wait.target;
  record.stack = wait.stack;
  record.address = wait.address;
  record.space = wait.key.space;
  record.object = wait.key.object;
  record.mutexAddress = wait.mutexAddress;
  record.mutexLock = wait.mutexLock;
}

void writeWaiter(const board::Look& look, const lockgraph::Hang& hang,
                 std::uint32_t member) noexcept {
  const std::uint32_t* members = look.result.members + hang.first;
  const SlotCopy& slot = look.snapshot.slots[members[member]];
  const lockgraph::WaitVerdict& verdict = look.result.threads[members[member]];
  WaiterRecord record{};
  record.pid = slot.pid;
  record.thread = slot.thread;
  record.startedNs = slot.startedNs;
  record.tid = slot.tid;
  record.role = roleOf(verdict.role);
  record.waitsFor = kNoWaiter;
  record.target = kNoThread;
  for (std::uint32_t i = 0; i < hang.count; ++i) {
    if (members[i] != verdict.waitsFor) continue;
    record.waitsFor = i;
    if (verdict.hold != lockgraph::kNobody)
      record.through = look.snapshot.slots[members[i]].held[verdict.hold].lock;
    break;
  }
  if (slot.does == board::SlotDoes::Waits) setWait(record, slot.wait);
  record.heldCount = slot.heldCount;
  record.frameCount = slot.does == board::SlotDoes::Waits ? slot.frameCount : 0;
  char name[32] = {};
  if (verdict.role != WaitRole::Gone) nameOf(slot.tid, name);
  const Piece pieces[] = {{&record, sizeof record},
                          {slot.held, record.heldCount * sizeof(BoardHeld)},
                          {slot.frames, record.frameCount * sizeof(std::uint64_t)},
                          {name, std::strlen(name) + 1}};
  recorder.append(kWaiter, pieces, 4);
}

}  // namespace

void writeHang(const board::Look& look, const lockgraph::Hang& hang, HangAction action,
               std::uint64_t unchangedMs, std::uint32_t threads) noexcept {
  const RecordsLocked locked;
  if (!recorder.open()) return;
  isAnyWritten = true;
  recorder.append(kHang, HangRecord{ruleOf(hang.rule), hang.count, threads,
                                    static_cast<std::uint32_t>(action), unchangedMs});
  for (std::uint32_t i = 0; i < hang.count; ++i) writeWaiter(look, hang, i);
}

bool anyHangs() noexcept {
  return isAnyWritten;
}

}  // namespace gordian::runtime
