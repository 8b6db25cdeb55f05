#include "uses.hpp"

#include "alike.hpp"
#include "recorder.hpp"
#include "records.hpp"

namespace gordian::runtime {

using namespace recording;

namespace {

constexpr std::uint32_t kMostUses = 4096;           // of a thread …
constexpr std::uint32_t kMostUsesInAll = 1u << 18;  // … and of a process

std::uint32_t uses;

void appendUse(UseRecord record, LockEntry& entry, const CallPlace& place,
               std::uint32_t how) noexcept {
  if (++uses > kMostUsesInAll) return;
  record.lock = writeLock(entry);
  record.stack = writePlace(place);
  record.mode = static_cast<std::uint8_t>(how & kShared);
  record.acquisition = acquisitionOf(how);
  recorder.append(kUse, record);
}

// An acquisition with nothing held, of a lock that others use too.
State* usedState(ThreadState& thread, const Transition& transition) noexcept {
  if (transition.ignored != 0 || transition.way.from != 0) return nullptr;
  State& state = thread.states[transition.to];
  const LockEntry* entry = state.entry;
  if (state.useWritten || entry == nullptr || entry->instance != state.instance) return nullptr;
  return entry->shared && !entry->tainted ? &state : nullptr;
}

// A thread of which nothing is recorded yet, in a program in which threads come and go: has it used
// locks in a way that few did? Those that it was the first to use count too: who takes one of them
// next may join this thread with the lock held.
bool isToBeTold(const ThreadState& thread) noexcept {
  if (!areThreadsTransient()) return thread.birth.parent != kNoThread;
  if (__atomic_load_n(&thread.isAwaited, __ATOMIC_RELAXED)) return true;
  bool isTold = false;
  for (const Transition& transition : thread.transitions) {
    if (transition.ignored != 0 || transition.way.from != 0) continue;
    const State& state = thread.states[transition.to];
    const LockEntry* entry = state.entry;
    if (entry == nullptr || entry->instance != state.instance || entry->tainted) continue;
    std::uint64_t way = reinterpret_cast<std::uintptr_t>(transition.context) + transition.way.how;
    if (entry->shared)
      way ^= std::uint64_t{entry->instance} << 32;
    else if (entry->firstThread != thread.id)
      continue;
    if (isOneOfFew(way)) isTold = true;
  }
  return isTold;
}

}  // namespace

void writeFirstUse(LockEntry& entry) noexcept {
  const std::uint32_t now = recorder.generation();
  if (!recorder.isOpen() || entry.firstGeneration != now || entry.firstWritten == now) return;
  entry.firstWritten = now;
  UseRecord record{};
  record.thread = entry.firstThread;
  record.segment = record.firstSegment = entry.firstSegment;
  record.firstOrder = entry.firstMoment;
  appendUse(record, entry, entry.first, entry.firstHow);
}

void writeFirstUses(ThreadState& thread) noexcept {
  for (std::uint32_t i = 0; i < thread.depth(); ++i) {
    LockEntry& entry = *thread.states[thread.held[i].state].entry;
    if (entry.firstThread != thread.id) writeFirstUse(entry);
  }
}

void writeUses(ThreadState& thread, UsesAt moment) noexcept {
  if (!recorder.isOpen()) return;
  const RecordsLocked locked;
  if (!thread.announced && !isToBeTold(thread)) return;
  writeThread(thread);
  for (const Transition& transition : thread.transitions)
    if (State* state = usedState(thread, transition)) {
      const std::uint64_t sum = state->uses + transition.count;
      state->uses = sum < UINT32_MAX ? static_cast<std::uint32_t>(sum) : UINT32_MAX;
    }
  for (const Transition& transition : thread.transitions) {
    if (thread.usesWritten >= kMostUses) break;
    State* state = usedState(thread, transition);
    if (state == nullptr) continue;
    state->useWritten = true;
    UseRecord record{};
    record.thread = thread.id;
    // The last time, from wherever; one that is written early may go on.
    record.segment = moment == UsesAt::End ? state->segment : UINT32_MAX;
    record.firstSegment = state->firstSegment;
    record.firstOrder = state->first;
    record.count = moment == UsesAt::End ? state->uses : 0;
    appendUse(record, *state->entry, {transition.context, transition.cfa}, transition.way.how);
    ++thread.usesWritten;
  }
}

void forgetUses() noexcept {
  uses = 0;
}

}  // namespace gordian::runtime
