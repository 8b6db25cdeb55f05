#include "written_states.hpp"

#include "held_states.hpp"
#include "memory.hpp"
#include "recorder.hpp"
#include "records.hpp"
#include "registry.hpp"
#include "table_budget.hpp"

#include <utility>

namespace gordian::runtime {

using namespace recording;

namespace {

constexpr std::uint32_t kFirstPlaces = 256;
constexpr std::uint32_t kNear = 64;  // places at which one may lie

struct Path {
  std::uint64_t key;
  bool isAlive;  // none of its locks is gone: it can be met again
};

// What a release in the middle has left is the same held set as one that was taken so.
Path pathOf(const ThreadState& thread, const State& last) noexcept {
  Path path{0x9E3779B97F4A7C15ull, true};
  for (const State* at = &last;; at = &thread.states[at->parent]) {
    path.key ^= std::uint64_t{at->instance} << 32 | (at->how & ~kCarriedBit);
    path.key *= 0xBF58476D1CE4E5B9ull;
    path.key ^= path.key >> 29;
    path.isAlive = path.isAlive && at->entry != nullptr && at->entry->instance == at->instance;
    if (at->parent == 0) break;
  }
  if (path.key == 0) path.key = 1;
  return path;
}

WrittenState* placeAt(const WrittenStates& table, std::uint64_t key,
                      std::uint32_t number) noexcept {
  return &table.places[((key >> 20) + number) & (table.placeCount - 1)];
}

WrittenState* find(const WrittenStates& table, std::uint64_t key, std::uint32_t instance) noexcept {
  for (std::uint32_t i = 0; i < kNear && table.placeCount != 0; ++i) {
    WrittenState* at = placeAt(table, key, i);
    if (at->key == key && at->instance == instance) return at;
    if (at->key == 0) return nullptr;
  }
  return nullptr;
}

void writeCount(WrittenState& known) noexcept {
  if (known.dependency != 0 && known.count != 0)
    recorder.append(kCount, CountRecord{known.dependency, 0, known.count});
  known.count = 0;
}

// A free place, or one whose content is given up; null: there is no table. `turn` makes that
// another one each time.
WrittenState* makePlace(WrittenStates& table, std::uint64_t key, std::uint32_t turn) noexcept {
  if (table.placeCount == 0) return nullptr;
  for (std::uint32_t i = 0; i < kNear; ++i) {
    WrittenState* at = placeAt(table, key, i);
    if (at->key != 0) continue;
    ++table.count;
    return at;
  }
  WrittenState* given = placeAt(table, key, turn % kNear);
  writeCount(*given);
  return given;
}

bool grow(ThreadState& thread) noexcept {
  WrittenStates& table = thread.written;
  WrittenStates wider{};
  wider.placeCount = table.placeCount == 0 ? kFirstPlaces : table.placeCount * 2;
  if (wider.placeCount * sizeof(WrittenState) > tableRoom(thread) / 4) return false;
  wider.places = allocateArray<WrittenState>(wider.placeCount);
  if (wider.places == nullptr) return false;
  {
    const RecordsLocked locked;
    for (std::uint32_t i = 0; i < table.placeCount; ++i)
      if (table.places[i].key != 0) *makePlace(wider, table.places[i].key, i) = table.places[i];
  }
  {
    const RegistryLocked locked;  // the end of the process reads the tables of all threads
    std::swap(table, wider);
  }
  releaseArray(wider.places, wider.placeCount);
  return true;
}

bool isWorthKeeping(const State& state) noexcept {
  return (state.dependency != 0 && !state.carried) || state.useWritten;
}

}  // namespace

void keepWritten(ThreadState& thread) noexcept {
  WrittenStates& table = thread.written;
  std::uint32_t wanted = table.count;
  for (std::uint32_t i = 1; i < thread.stateCount; ++i)
    if (isWorthKeeping(thread.states[i])) ++wanted;
  while (wanted > table.placeCount / 2 && grow(thread)) {
  }
  const RecordsLocked locked;
  for (std::uint32_t i = 1; i < thread.stateCount; ++i) {
    const State& state = thread.states[i];
    if (!isWorthKeeping(state)) continue;
    const Path path = pathOf(thread, state);
    if (!path.isAlive) continue;
    WrittenState* known = find(table, path.key, state.instance);
    std::uint64_t count = 0;
    if (known != nullptr)
      count = known->count;
    else
      known = makePlace(table, path.key, thread.epoch + i);
    if (known == nullptr) break;
    *known = {path.key,      count,          state.instance,  state.dependency,
              state.segment, state.revisits, state.useWritten};
  }
  for (Transition& transition : thread.transitions) {
    if (transition.ignored != 0 || transition.count == 0) continue;
    const State& state = thread.states[transition.to];
    if (state.dependency == 0) continue;
    WrittenState* known = find(table, pathOf(thread, state).key, state.instance);
    if (known != nullptr && known->dependency == state.dependency)
      known->count += transition.count;
    else
      recorder.append(kCount, CountRecord{state.dependency, 0, transition.count});
    transition.count = 0;
  }
}

void recallWritten(const ThreadState& thread, State& state) noexcept {
  if (thread.written.count == 0) return;
  const WrittenState* known = find(thread.written, pathOf(thread, state).key, state.instance);
  if (known == nullptr) return;
  state.dependency = known->dependency;
  state.segment = known->segment;
  state.revisits = known->revisits;
  state.useWritten = known->useWritten;
}

void writeKeptCounts(ThreadState& thread) noexcept {
  for (std::uint32_t i = 0; i < thread.written.placeCount; ++i)
    writeCount(thread.written.places[i]);
}

void freeWritten(ThreadState& thread) noexcept {
  releaseArray(thread.written.places, thread.written.placeCount);
  thread.written = {};
}

}  // namespace gordian::runtime
