// The wait-for graph, now: which of these threads can never continue, and in what hangs they stand.
//
// reduce() removes every thread that can continue, with all that it could release, join or post by
// continuing, until nothing changes; what is left is dead in every future. This is Holt's graph
// reduction ("Some Deadlock Properties of Computer Systems", 1972) on the AND-OR graph of Knapp's
// survey ("Deadlock Detection in Distributed Databases", 1987): a lock or a thread's end is an AND
// (all conflicting holders must go), a post is an OR (anybody may do it).
//
// A thread continues when it runs or its wait is timed; when the lock it waits for has no holder
// that is dead, in a mode that conflicts; when the thread it joins is not dead; when somebody who
// may post continues. What is not known counts in favour: a lock that nobody here holds, or that
// two threads claim at once although one of them is exclusive; one that a gone thread held but
// whose owner was another when the wait began (a robust lock passes on); the end of an unknown
// thread. A condition also needs its mutex back, even after a time-out.
//
// Cost: O((threads + posters + holds) log threads). Nothing is allocated, thrown or locked, no C++
// library is needed: the same source runs inside the programs that are watched.
#pragma once

#include <cstddef>
#include <cstdint>

#include <gordian/lockgraph/lock_kind.hpp>

namespace gordian::lockgraph {

inline constexpr std::uint32_t kNobody = 0xffffffffU;

struct ObjectKey {  // {0, 0}: none
  std::uint64_t space = 0;
  std::uint64_t object = 0;
};

struct LiveHold {
  ObjectKey key;
  Mode mode = Mode::Exclusive;
  LockKind kind = LockKind::Mutex;
};

enum class WaitFor : std::uint8_t { Nothing, Lock, End, Post };

// Who may post. A process that takes part counts with all its threads and its `unknownPosters`.
enum class PostScope : std::uint8_t {
  Unknown,  // anybody: never a verdict
  OwnProcess,
  Listed,     // the processes in `posters`
  Everybody,  // all processes here, and provably nobody else
};

struct LiveProcess {
  bool unknownPosters = false;  // somebody who is not among the threads can run in it, or post
};

struct LiveThread {
  std::uint32_t process = 0;             // index
  WaitFor waitsFor = WaitFor::Nothing;   // Nothing: it runs
  bool timed = false;                    // the wait ends by itself
  bool gone = false;                     // ended or vanished: never continues, holds what it holds
  Mode mode = Mode::Exclusive;           // Lock: asked for
  LockKind kind = LockKind::Mutex;       // Lock: of `key`
  PostScope scope = PostScope::Unknown;  // Post
  std::uint32_t target = kNobody;        // End: index of the thread; kNobody: not known
  ObjectKey key;    // Lock: the lock. Post: a semaphore, whose holder (kind Semaphore) is its owner
  ObjectKey mutex;  // Post: taken again afterwards; the waiter does not list it among its holds
  bool ownerGone = false;   // Lock: it has an owner that exists no more and is no thread here
  std::uint64_t name = 0;   // of the thread, as locks know their owners
  std::uint64_t owner = 0;  // Lock: name of its owner when the wait began, as it says itself
  const std::uint32_t* posters = nullptr;  // Listed: indices of processes
  std::uint32_t posterCount = 0;
  const LiveHold* holds = nullptr;
  std::uint32_t holdCount = 0;
};

struct WaitForInput {  // every index is in range
  const LiveThread* threads = nullptr;
  std::uint32_t threadCount = 0;
  const LiveProcess* processes = nullptr;
  std::uint32_t processCount = 0;
};

enum class WaitRole : std::uint8_t {
  None,     // it can continue
  InCycle,  // waits for the next of the cycle
  Behind,   // waits for the cycle, for a gone holder, or for a post that nobody will do
  Gone,     // a gone thread that holds what a member of the hang waits for
};

struct WaitVerdict {
  bool dead = false;  // it waits and can never continue; always false for gone threads
  WaitRole role = WaitRole::None;
  WaitFor through = WaitFor::Nothing;  // Lock, End or Post: what it needs of `waitsFor`
  std::uint32_t waitsFor = kNobody;    // thread; kNobody: no one in particular could post, or
                                       // an owner that exists no more
  std::uint32_t hold = kNobody;        // Lock: which of the holds of `waitsFor`; kNobody: that one
                                       // is a writer that waits for the same lock, first
  std::uint32_t hang = kNobody;
};

enum class HangRule : std::uint8_t {
  Deadlock,   // somebody waits for a lock or the end of one who waits himself, or processes wait
              // for each other's posts (PostScope::Listed)
  OwnerGone,  // somebody waits for a lock whose holder is gone
  Stall,      // everybody waits for posts, or for the end of such threads
};

// What one finding tells: threads that are dead for one cause.
struct Hang {
  HangRule rule = HangRule::Stall;
  bool needsPosts = false;       // true: holds only while all in scope of its posts are dead, too
  bool causeNeedsPosts = false;  // the same of its cycle, or of all where there is neither a cycle
                                 // nor a gone holder; false: those behind may need them still
  std::uint32_t cycleCount = 0;  // the first so many members, each waiting for the next
  std::uint32_t first = 0;       // of its members in WaitForResult::members
  std::uint32_t count = 0;       // cycle, then gone holder, then those behind by index
};

struct WaitForResult {  // lives in the scratch memory
  const WaitVerdict* threads = nullptr;
  const Hang* hangs = nullptr;
  const std::uint32_t* members = nullptr;
  std::uint32_t hangCount = 0;
  std::uint32_t deadCount = 0;
};

// Bytes of scratch that reduce() needs for `input`.
std::size_t scratchSize(const WaitForInput& input);

// `scratch`: aligned to 8. False, and no result, when there is too little of it.
bool reduce(const WaitForInput& input, void* scratch, std::size_t size, WaitForResult& result);

}  // namespace gordian::lockgraph
