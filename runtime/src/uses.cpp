#include "uses.hpp"

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

void writeUses(ThreadState& thread) noexcept {
  if (!recorder.isOpen() || !thread.announced) return;
  const RecordsLocked locked;
  for (const Transition& transition : thread.transitions)
    if (State* state = usedState(thread, transition)) {
      const std::uint64_t sum = state->uses + transition.count;
      state->uses = sum < UINT32_MAX ? static_cast<std::uint32_t>(sum) : UINT32_MAX;
    }
  std::uint32_t left = kMostUses;
  for (const Transition& transition : thread.transitions) {
    if (left == 0) break;
    State* state = usedState(thread, transition);
    if (state == nullptr) continue;
    state->useWritten = true;
    UseRecord record{};
    record.thread = thread.id;
    record.segment = state->segment;  // the last time, from wherever
    record.firstSegment = state->firstSegment;
    record.firstOrder = state->first;
    record.count = state->uses;
    appendUse(record, *state->entry, {transition.context, transition.cfa}, transition.way.how);
    --left;
  }
}

void forgetUses() noexcept {
  uses = 0;
}

}  // namespace gordian::runtime
