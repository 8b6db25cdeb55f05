#include "held_states.hpp"

#include "memory.hpp"
#include "recorder.hpp"
#include "registry.hpp"
#include "table_budget.hpp"
#include "thread_events.hpp"
#include "uses.hpp"
#include "written_states.hpp"

#include <bit>
#include <cstdio>
#include <cstring>

namespace gordian::runtime {

namespace {

constexpr std::uint32_t kFirstStates = 32;

std::uint32_t keyOf(std::uint32_t parent, std::uint32_t instance, std::uint32_t how) noexcept {
  return parent * 0x9E3779B1u ^ instance * 0x85EBCA77u ^ how;
}

void enterHash(ThreadState& thread, std::uint32_t index) noexcept {
  State& state = thread.states[index];
  std::uint32_t& bucket =
      thread.stateHash[keyOf(state.parent, state.instance, state.how) & (thread.stateHashSize - 1)];
  state.nextOfHash = bucket;
  bucket = index;
}

std::size_t bytesOf(std::uint32_t states) noexcept {
  return std::size_t{states} * (sizeof(State) + sizeof(std::uint32_t));
}

// Registry lock held: others look who holds what (holders.hpp).
void replaceTables(ThreadState& thread, State* states, std::uint32_t* hash,
                   std::uint32_t capacity) noexcept {
  releaseArray(thread.states, thread.stateCapacity);
  releaseArray(thread.stateHash, thread.stateHashSize);
  thread.states = states;
  thread.stateHash = hash;
  thread.stateCapacity = thread.stateHashSize = capacity;
}

struct Tables {
  State* states;
  std::uint32_t* hash;
};

bool allocateTables(std::uint32_t capacity, Tables& tables) noexcept {
  tables = {allocateArray<State>(capacity), allocateArray<std::uint32_t>(capacity)};
  if (tables.states != nullptr && tables.hash != nullptr) return true;
  releaseArray(tables.states, capacity);
  releaseArray(tables.hash, capacity);
  return false;
}

bool growStates(ThreadState& thread) noexcept {
  const std::uint32_t wider = thread.stateCapacity * 2;
  Tables tables{};
  if (!mayGrow(thread, bytesOf(thread.stateCapacity)) || !allocateTables(wider, tables))
    return false;
  const RegistryLocked locked;
  std::memcpy(static_cast<void*>(tables.states), thread.states, thread.stateCount * sizeof(State));
  replaceTables(thread, tables.states, tables.hash, wider);
  for (std::uint32_t i = 1; i < thread.stateCount; ++i) enterHash(thread, i);
  return true;
}

bool pathHolds(const ThreadState& thread, std::uint32_t state, std::uint32_t instance) noexcept {
  for (; state != 0; state = thread.states[state].parent)
    if (thread.states[state].instance == instance) return true;
  return false;
}

// A lock as a state knows it; the entry may be another one's meanwhile.
struct StateLock {
  const void* lock;
  LockEntry* entry;
  std::uint32_t instance;
};

// There is room.
std::uint32_t addState(ThreadState& thread, std::uint32_t parent, const StateLock& lock,
                       std::uint32_t how) noexcept {
  const std::uint32_t made = thread.stateCount++;
  State& state = thread.states[made];
  state = State{};
  state.lock = lock.lock;
  state.entry = lock.entry;
  state.instance = lock.instance;
  state.parent = parent;
  state.how = how;
  state.depth = thread.states[parent].depth + 1;
  state.carried = (how & kCarriedBit) != 0;
  state.firstSegment = thread.segment;
  state.first = nextMoment(thread);
  enterHash(thread, made);
  return made;
}

// Of what is held, while the tables are emptied.
struct Carried {
  StateLock lock;
  std::uint32_t how;
  bool isReentrant;
};

void carryOver(ThreadState& thread, const Carried* carried, std::uint32_t count) noexcept {
  std::uint32_t state = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    state = addState(thread, state, carried[i].lock, carried[i].how | kCarriedBit);
    thread.states[state].reentrant = carried[i].isReentrant;
    thread.held[i].state = state;
  }
}

}  // namespace

void limitReached(ThreadState& thread) noexcept {
  if (thread.off) return;
  thread.off = true;
  char text[128];
  std::snprintf(
      text, sizeof text,
      "thread %u uses more locks in more ways than can be kept; what it does later is missing",
      thread.tid);
  noteLimit(text);
}

std::uint32_t internState(ThreadState& thread, std::uint32_t parent, LockEntry* entry,
                          std::uint32_t how) noexcept {
  const std::uint32_t key = keyOf(parent, entry->instance, how);
  for (std::uint32_t i = thread.stateHash[key & (thread.stateHashSize - 1)]; i != 0;
       i = thread.states[i].nextOfHash) {
    const State& known = thread.states[i];
    if (known.parent == parent && known.instance == entry->instance && known.how == how) return i;
  }
  if (thread.stateCount == thread.stateCapacity && !growStates(thread)) return 0;
  const std::uint32_t made =
      addState(thread, parent, {entry->address, entry, entry->instance}, how);
  State& state = thread.states[made];
  state.reentrant = pathHolds(thread, parent, entry->instance);
  recallWritten(thread, state);
  return made;
}

bool makeTransitionRoom(ThreadState& thread) noexcept {
  Transitions& transitions = thread.transitions;
  return transitions.hasRoom() || (mayGrow(thread, transitions.growth()) && transitions.makeRoom());
}

bool makeStateRoom(ThreadState& thread) noexcept {
  return thread.stateCount < thread.stateCapacity || growStates(thread);
}

bool beginStates(ThreadState& thread, std::uint32_t carried) noexcept {
  const std::uint32_t least = std::bit_ceil(2 * (carried + 2));
  const std::uint32_t capacity = least < kFirstStates ? kFirstStates : least;
  Tables tables{};
  if (!allocateTables(capacity, tables)) return false;
  const RegistryLocked locked;
  replaceTables(thread, tables.states, tables.hash, capacity);
  thread.stateCount = 1;  // "nothing held"
  return true;
}

void resetStates(ThreadState& thread) noexcept {
  if (recorder.isOpen()) {
    writeUses(thread, UsesAt::Reset);
    keepWritten(thread);
  } else {
    freeWritten(thread);
  }
  const std::uint32_t kept = thread.depth();
  auto* carried = allocateArray<Carried>(kept + 1);
  const std::uint32_t capacity = std::bit_ceil(2 * (kept + kFirstStates));
  Tables tables{};
  if (carried == nullptr || !allocateTables(capacity, tables)) {
    releaseArray(carried, kept + 1);
    limitReached(thread);
    return;
  }
  for (std::uint32_t i = 0; i < kept; ++i) {
    const State& state = stateOf(thread, thread.held[i]);
    carried[i] = {{state.lock, state.entry, state.instance},
                  howOf(thread, thread.held[i]) & ~kQuiet,
                  state.reentrant};
  }
  if (!thread.transitions.beginAnew()) thread.transitions.clear();
  if (thread.meetings != nullptr)  // their states are other ones now
    std::memset(static_cast<void*>(thread.meetings), 0, kKnownMeetings * sizeof *thread.meetings);
  {
    const RegistryLocked locked;
    replaceTables(thread, tables.states, tables.hash, capacity);
    thread.stateCount = 1;
    carryOver(thread, carried, kept);
  }
  ++thread.epoch;
  releaseArray(carried, kept + 1);
}

}  // namespace gordian::runtime
