// Hangs, their waiters, and incidents.
#include <gordian/recording/board.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "decoder.hpp"

namespace gordian::recording {
namespace {

WaiterHold holdOf(const BoardHeld& held) {
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

Waiter waiterOf(const WaiterRecord& record) {
  Waiter waiter;
  waiter.pid = record.pid;
  waiter.tid = record.tid;
  waiter.thread = record.thread;
  waiter.startedNs = record.startedNs;
  waiter.role = record.role;
  waiter.waitsFor = record.waitsFor;
  waiter.through = record.through;
  waiter.kind = record.kind;
  waiter.lockKind = record.lockKind;
  waiter.mode = record.mode;
  waiter.flags = record.flags;
  waiter.lock = record.lock;
  waiter.target = record.target;
  waiter.stack = record.stack;
  waiter.address = record.address;
  waiter.space = record.space;
  waiter.object = record.object;
  waiter.mutexAddress = record.mutexAddress;
  waiter.mutexLock = record.mutexLock;
  return waiter;
}

std::string_view takeField(std::string_view& line) {
  const auto end = std::min(line.find('\t'), line.size());
  const std::string_view field = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return field;
}

std::uint32_t numberIn(std::string_view field) {
  std::uint32_t number = 0;
  std::from_chars(field.data(), field.data() + field.size(), number);
  return number;
}

std::vector<ToldFrame> toldFrames(std::string_view text) {
  constexpr std::size_t kMost = 1024;
  std::vector<ToldFrame> frames;
  while (!text.empty() && frames.size() < kMost) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ToldFrame frame;
    frame.function = takeField(line);
    frame.file = takeField(line);
    frame.module = takeField(line);
    frame.line = numberIn(takeField(line));
    frame.column = numberIn(takeField(line));
    frame.isUser = numberIn(takeField(line)) == 1;
    frames.push_back(std::move(frame));
  }
  return frames;
}

}  // namespace

bool Decoder::addHang(Payload& payload) {
  const auto record = payload.take<HangRecord>();
  if (!payload.isGood() || record.rule < 201 || record.rule > 205) return false;
  if (record.waiterCount == 0) return false;
  finishHang();
  Hang hang;
  hang.rule = record.rule;
  hang.threads = record.threads;
  hang.action = record.action;
  hang.unchangedMs = record.unchangedMs;
  hang.seen = now_;
  awaitedWaiters_ = record.waiterCount;
  recording_.hangs.push_back(std::move(hang));
  return true;
}

bool Decoder::addWaiter(Payload& payload) {
  const auto record = payload.take<WaiterRecord>();
  const auto held = payload.takeMany<BoardHeld>(record.heldCount);
  const auto frames = payload.takeMany<std::uint64_t>(record.frameCount);
  std::string name = payload.takeString();
  if (!payload.isGood() || awaitedWaiters_ == 0) return false;
  if (record.role < kWaiterInCycle || record.role > kWaiterOwnerGone) return false;
  if (record.kind > kWaitFileLock) return false;
  Waiter waiter = waiterOf(record);
  for (const BoardHeld& one : held) waiter.held.push_back(holdOf(one));
  waiter.frames = frames;
  waiter.name = std::move(name);
  waiter.told.waitsFor = payload.takeString();  // empty in records without
  waiter.told.because = payload.takeString();
  waiter.told.frames = toldFrames(payload.takeString());
  recording_.hangs.back().waiters.push_back(std::move(waiter));
  --awaitedWaiters_;
  return true;
}

void Decoder::finishHang() {
  if (recording_.hangs.empty()) return;
  Hang& hang = recording_.hangs.back();
  hang.missing += awaitedWaiters_;
  awaitedWaiters_ = 0;
  // With a hole in the list its indices could name the wrong thread.
  for (Waiter& waiter : hang.waiters)
    if (hang.missing > 0 || waiter.waitsFor >= hang.waiters.size()) waiter.waitsFor = kNoWaiter;
  if (hang.waiters.empty()) recording_.hangs.pop_back();
}

bool Decoder::addIncident(Payload& payload) {
  const auto record = payload.take<IncidentRecord>();
  std::string text = payload.takeString();
  const auto thread = threads_.find(record.thread);
  if (!payload.isGood() || !thread || record.rule == 0 || record.rule > 999) return false;
  Incident incident;
  incident.rule = record.rule;
  incident.detail = record.detail;
  incident.thread = lockgraph::ThreadId{*thread};
  if (const auto lock = locks_.find(record.lock)) incident.lock = lockgraph::LockId{*lock};
  if (const auto lock = locks_.find(record.otherLock))
    incident.otherLock = lockgraph::LockId{*lock};
  if (const auto other = threads_.find(record.otherThread))
    incident.otherThread = lockgraph::ThreadId{*other};
  incident.stack = stackOf(record.stack).value_or(lockgraph::StackId{});
  incident.otherStack = stackOf(record.otherStack).value_or(lockgraph::StackId{});
  incident.value = record.value;
  incident.text = std::move(text);
  incident.seen = now_;
  recording_.incidents.push_back(std::move(incident));
  return true;
}

}  // namespace gordian::recording
