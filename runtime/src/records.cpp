#include "records.hpp"

#include "alike.hpp"
#include "given.hpp"
#include "hang_records.hpp"
#include "incidents.hpp"
#include "memory.hpp"
#include "modules.hpp"
#include "once_order.hpp"
#include "recorder.hpp"
#include "spin_lock.hpp"

#include <sys/prctl.h>
#include <cstring>

namespace gordian::runtime {

using namespace recording;

namespace {

SpinLock guard;

struct WrittenStack {
  std::uint64_t hash;
  std::uint32_t id;
};

WrittenStack* stacks;  // open addressing by hash; equal hashes are taken for equal stacks (2^-64)
std::size_t stackSlots;
std::size_t stackCount;
char firstName[16];  // of the first thread that was written
std::uint32_t lastStack;
std::uint32_t lastLock;
std::uint32_t lastDependency;
std::uint64_t writtenThreads;

std::uint64_t hashBytes(std::uint64_t hash, const void* data, std::size_t size) noexcept {
  const auto* bytes = static_cast<const unsigned char*>(data);
  for (std::size_t i = 0; i < size; ++i) hash = (hash ^ bytes[i]) * 0x100000001b3ull;
  return hash;
}

std::uint64_t hashFrames(std::uint64_t hash, const FrameRef* frames, std::size_t count) noexcept {
  const auto mix = [&hash](std::uint64_t word) {
    hash = (hash ^ word) * 0xBF58476D1CE4E5B9ull;
    hash ^= hash >> 32;
  };
  for (std::size_t i = 0; i < count; ++i) {
    mix(frames[i].pc);
    mix(frames[i].cfa);
  }
  return hash;
}

bool growStacks() noexcept {
  const std::size_t wider = stackSlots == 0 ? 1024 : stackSlots * 2;
  auto* table = allocateArray<WrittenStack>(wider);
  if (table == nullptr) return false;
  for (std::size_t i = 0; i < stackSlots; ++i) {
    if (stacks[i].id == 0) continue;
    std::size_t at = stacks[i].hash & (wider - 1);
    while (table[at].id != 0) at = (at + 1) & (wider - 1);
    table[at] = stacks[i];
  }
  releaseArray(stacks, stackSlots);
  stacks = table;
  stackSlots = wider;
  return true;
}

}  // namespace

std::uint32_t writeStack(const FrameRef* frames, std::size_t count, std::uint32_t flags,
                         const char* python, std::uint32_t pythonSize) noexcept {
  if (stackCount * 2 >= stackSlots && !growStacks()) return 0;
  std::uint64_t hash = hashFrames(0xcbf29ce484222325ull ^ flags, frames, count);
  hash = hashBytes(hash, python, pythonSize);
  hash ^= hash >> 29;
  std::size_t at = hash & (stackSlots - 1);
  for (; stacks[at].id != 0; at = (at + 1) & (stackSlots - 1))
    if (stacks[at].hash == hash) return stacks[at].id;
  writeModules();
  const StackRecord record{lastStack + 1, flags, static_cast<std::uint32_t>(count), pythonSize};
  const Piece pieces[] = {
      {&record, sizeof record}, {frames, count * sizeof *frames}, {python, pythonSize}};
  if (!recorder.append(kStack, pieces, pythonSize != 0 ? 3 : 2)) return 0;
  stacks[at] = {hash, ++lastStack};
  ++stackCount;
  return lastStack;
}

std::uint32_t writePlace(const CallPlace& place) noexcept {
  const CallContext* context = place.context;
  if (context == nullptr) return 0;
  FrameRef frames[kContextFrames];
  for (std::uint32_t i = 0; i < context->count; ++i)
    frames[i] = {context->pcs[i], place.cfa + context->offsets[i]};
  return writeStack(frames, context->count, kStackPrefix, context->pythonText, context->pythonSize);
}

std::uint32_t writeLock(LockEntry& entry) noexcept {
  if (entry.generation == recorder.generation() && entry.recordId != 0) return entry.recordId;
  LockRecord record{};
  record.createdStack = writePlace(entry.created);
  record.firstStack = writePlace(entry.first);
  record.id = ++lastLock;
  record.epoch = entry.instance;
  record.address = reinterpret_cast<std::uintptr_t>(entry.address);
  record.kind = entry.kind;
  record.storage = entry.storage;
  record.flags = entry.flags;
  record.creator = entry.creator;
  record.creatorSegment = entry.creatorSegment;
  if (!recorder.append(kLock, record)) return 0;
  entry.recordId = record.id;
  entry.generation = recorder.generation();
  if (entry.shared) recorder.append(kLockShared, LockEventRecord{record.id, entry.secondThread});
  writeGiven(entry);
  return record.id;
}

void writeThread(ThreadState& thread) noexcept {
  if (thread.announced || !recorder.open()) return;
  thread.announced = true;
  ++writtenThreads;
  const Birth& birth = thread.birth;
  ThreadRecord record{};
  record.id = thread.id;
  record.parent = birth.parent;
  record.parentSegment = birth.parentSegment;
  record.tid = thread.tid;
  record.createdStack = birth.createdStack;
  record.holdCount = birth.holdCount;
  record.stackLow = thread.stackLow;
  record.stackHigh = thread.stackHigh;
  record.entry = birth.entry;
  recorder.append(kThread, record, birth.holds, birth.holdCount * sizeof birth.holds[0]);
  if (&thread == self) writeThreadName(thread);
  writePasses(thread);
  if (thread.givenName != nullptr)
    recorder.append(kThreadName, ThreadNameRecord{thread.id, 0}, thread.givenName,
                    std::strlen(thread.givenName) + 1);
}

void writeThreadName(ThreadState& thread) noexcept {
  if (thread.givenName != nullptr) return;  // that one counts
  char name[sizeof thread.name] = {};
  if (prctl(PR_GET_NAME, name) != 0 || name[0] == '\0') return;
  // Every thread begins with the name of its creator; only another one tells anything.
  if (firstName[0] == '\0') std::memcpy(firstName, name, sizeof name);
  const char* known =
      thread.name[0] != '\0' || thread.birth.parent == kNoThread ? thread.name : firstName;
  if (std::strcmp(known, name) == 0) return;
  std::memcpy(thread.name, name, sizeof name);
  recorder.append(kThreadName, ThreadNameRecord{thread.id, 0}, name, std::strlen(name) + 1);
}

std::uint32_t nextDependencyId() noexcept {
  return ++lastDependency;
}

bool anythingRecorded() noexcept {
  return lastDependency != 0 || anyIncidents() || anyHangs();
}

std::uint32_t locksWritten() noexcept {
  return lastLock;
}

std::uint64_t threadsWritten() noexcept {
  return writtenThreads;
}

void forgetWritten() noexcept {
  if (stacks != nullptr) std::memset(static_cast<void*>(stacks), 0, stackSlots * sizeof *stacks);
  stackCount = 0;
  lastStack = lastLock = lastDependency = 0;
  writtenThreads = 0;
  forgetAlike();
  forgetModules();
  forgetIncidents();
}

void lockRecords() noexcept {
  guard.lock();
}
void unlockRecords() noexcept {
  guard.unlock();
}

}  // namespace gordian::runtime
