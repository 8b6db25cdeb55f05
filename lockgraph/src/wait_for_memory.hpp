// What reduce() works on, laid out in the caller's scratch memory.
#pragma once

#include <gordian/lockgraph/wait_for.hpp>

namespace gordian::lockgraph::waiting {

// A lock somebody waits for, with what holds it. `exclusive` and `shared` count holds of threads
// that were not removed yet, `writers` the exclusive waiters that were not.
struct Node {
  ObjectKey key;
  std::uint32_t exclusive = 0;
  std::uint32_t shared = 0;
  std::uint32_t writers = 0;
  std::uint32_t holder = kNobody;  // the first one seen, removed or not
  bool several = false;            // there is another holder
  bool anyExclusive = false;
  std::uint32_t firstWaiter = kNobody;
  // Whom a waiter for it is said to wait for.
  std::uint32_t chosen = kNobody;
  std::uint32_t chosenHold = kNobody;
  std::uint32_t chosenRank = 0;
  bool chosenExclusive = false;
  std::uint32_t chosenWriter = kNobody;
  std::uint32_t ownerless = kNobody;  // the first who waits for it although its owner is no more
};

// What is at the end of the chain of waits that starts at a thread.
enum class Lead : std::uint8_t { None, Post, Gone, Cycle };

struct Progress {
  bool removed = false;    // in the current reduction
  bool canGoOn = false;    // removed by the first one: it is not dead
  bool posted = false;     // somebody may post for it
  bool onlyPost = false;   // dead, and nobody in particular is to blame
  bool ownHolder = false;  // it holds the lock already, and may take it again
  bool inCycle = false;
  Lead lead = Lead::None;
  std::uint32_t node = kNobody;        // of its lock, its mutex or its semaphore
  std::uint32_t nextWaiter = kNobody;  // for the same node, or the same thread
  std::uint32_t firstJoiner = kNobody;
  std::uint32_t chosen = kNobody;  // the next in its chain
  std::uint32_t root = kNobody;    // the end of its chain; one of the cycle for all that lead there
  std::uint32_t depth = 0;         // steps to it
  std::uint32_t from = kNobody;    // the one before it on a walk across processes
  std::uint32_t closing = kNobody;  // at a root that waits for a post: who could close a cycle
};

struct Posters {  // of one process, or of everybody
  std::uint32_t firstLink = kNobody;
  bool live = false;
  std::uint32_t anchor = kNobody;  // a thread of it with a lead to a cycle or a gone holder
  std::uint32_t stall = kNobody;   // union-find over processes that stall together
  std::uint32_t stalled = kNobody;
};

struct Link {  // a thread waits for a post of this process
  std::uint32_t thread = kNobody;
  std::uint32_t next = kNobody;
};

struct Memory {
  Progress* progress = nullptr;  // by thread
  Node* nodes = nullptr;         // sorted by key
  Posters* posters = nullptr;    // by process, then everybody
  Link* links = nullptr;
  std::uint32_t* work = nullptr;     // by thread: a stack
  WaitVerdict* verdicts = nullptr;   // by thread
  Hang* hangs = nullptr;             // by thread: at most so many
  std::uint32_t* members = nullptr;  // by thread
  std::uint32_t nodeCount = 0;
  std::uint32_t linkCount = 0;
};

inline constexpr ObjectKey kNoKey{};

inline bool operator==(const ObjectKey& a, const ObjectKey& b) {
  return a.space == b.space && a.object == b.object;
}

inline bool isLess(const ObjectKey& a, const ObjectKey& b) {
  return a.space != b.space ? a.space < b.space : a.object < b.object;
}

// The lock that `thread` must get to continue, or {0, 0}: the mutex of a condition comes before a
// semaphore, which only says who the owner is.
inline ObjectKey keyOf(const LiveThread& thread) {
  if (thread.gone) return kNoKey;
  if (thread.waitsFor == WaitFor::Lock) return thread.key;
  if (thread.waitsFor != WaitFor::Post) return kNoKey;
  return thread.mutex == kNoKey ? thread.key : thread.mutex;
}

// True for a wait that needs `keyOf`; false where that is the semaphore that is posted.
inline bool mustLock(const LiveThread& thread) {
  return thread.waitsFor == WaitFor::Lock ||
         (thread.waitsFor == WaitFor::Post && !(thread.mutex == kNoKey));
}

// True when what `thread` waits for belongs to one who is not among the threads and never comes
// back.
inline bool isOwnerless(const LiveThread& thread, const Node& node) {
  return thread.ownerGone && thread.waitsFor == WaitFor::Lock && node.holder == kNobody;
}

// Calls `visit(index)` for each entry of Memory::posters whose threads may post for `thread`.
template <typename Visit>
void eachPoster(const WaitForInput& input, const LiveThread& thread, Visit visit) {
  if (thread.scope == PostScope::OwnProcess) visit(thread.process);
  if (thread.scope == PostScope::Everybody) visit(input.processCount);
  if (thread.scope != PostScope::Listed) return;
  for (std::uint32_t i = 0; i < thread.posterCount; ++i) visit(thread.posters[i]);
}

}  // namespace gordian::lockgraph::waiting
