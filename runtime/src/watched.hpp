// Watched objects: conditions, semaphores, barriers and futexes for which somebody waited while it
// held a lock; and those locks. Whether who signals there needs such a lock is what GD104 is about.
//
// From then on each acquisition of these locks is noted by its thread (the lock path misses for
// them, by kWatched in the key of their transitions), and so is since when somebody waits for the
// object. At a signal there both tell which of the locks the thread asked for on its way: *near*,
// since its own last wait and with the condition's mutex taken once since then, and *awaited*,
// while somebody waited already. For every other object a signal costs one load. Bounded: objects
// and their locks beyond the table are not watched, and such waits not recorded.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

constexpr std::size_t kObjectPlaces = 1u << 12;
constexpr std::size_t kLocksOfObject = 4;
constexpr std::size_t kAskedLocks = 16;  // of a thread: the latest

// By address; several objects share a place.
extern std::atomic<bool> watchedPlaces[kObjectPlaces];
// How many locks of objects are watched: grows.
extern std::atomic<std::uint32_t> watchedCount;

inline std::size_t placeOfObject(const void* object) noexcept {
  return hashAddress(object) >> 52;
}
[[gnu::always_inline]] inline bool isWatched(const void* object) noexcept {
  return watchedPlaces[placeOfObject(object)].load(std::memory_order_relaxed);
}

// When a thread last asked for a watched lock.
struct AskedLock {
  const LockEntry* entry;
  std::uint32_t instance;
  std::uint32_t touched;  // the thread's clock, however it asked …
  std::uint32_t touchedBefore;
  std::uint32_t asked;  // … and where it would wait without limit: when, how and where
  std::uint32_t how;
  std::uint32_t segment;
  std::uint64_t askedNs;
  CallPlace place;
};

// What a thread asked for on its way to a signal.
enum class NeedState : std::uint8_t { Unknown, Far, Near, Awaited };
struct Needs {
  // 2 bits for each lock, and above them how many came: what was noted before the object was
  // watched, or that lock, is noted again. 0: it is not watched.
  std::uint32_t signature = 0;
  std::uint32_t count = 0;  // those that are not Unknown
  struct {
    LockEntry* entry;
    NeedState state;
    AskedLock asked;  // of Near and Awaited
  } locks[kLocksOfObject];
};

// The functions below are slow paths; the caller has set ThreadState::inside.

// `thread` is about to wait for `object` and to release `mutex` meanwhile (or null). False: there
// is no room to watch it.
bool watch(const ThreadState& thread, const void* object, LockEntry* mutex) noexcept;
// A lock that is watched is asked for.
void noteAsked(ThreadState& thread, const LockEntry& entry, std::uint32_t how,
               const CallPlace& place) noexcept;
// `thread` signals a watched object: who waits for it now goes on.
void takeNeeds(const ThreadState& thread, const void* object, bool isCondition,
               Needs& needs) noexcept;
// The thread waits for a watched object.
void beginAwait(ThreadState& thread, const void* object) noexcept;
void endAwait(ThreadState& thread) noexcept;
// The address is another object from now on.
void forgetObject(const void* object) noexcept;

// In a forked child nobody else waits, and nothing is recorded yet.
void forgetWatched() noexcept;
void lockWatched() noexcept;
void unlockWatched() noexcept;

}  // namespace gordian::runtime
