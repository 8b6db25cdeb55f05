// What the checks are interested in, of one function: accesses, acquisitions, calls, threads begun,
// each with what is held there. Relative to the function's formals; contexts.hpp makes objects of
// them.
#pragma once

#include <string>
#include <vector>

#include "meaning.hpp"
#include "state.hpp"
#include "summary.hpp"

namespace gordian::analyzer {

enum class PointKind : std::uint8_t {
  Access,   // of `path`
  Acquire,  // the lock `path`
  Release,  // the lock `path`, not by a guard; what is held is what was held before
  Call,     // its targets, with their bindings
  Spawn,    // a thread that runs its targets
  Join,     // the thread whose handle is `path`
  Wait,     // for the condition `path`, letting go of `lock`
  Signal,   // the condition, semaphore or future `path`
  Await,    // what is no lock: `path`
  Unknown,  // a call of something that is not known
  Execute,  // gives work to the executor `path`: the Spawn of the same op
  Loop,     // runs what the executor `path` was given
  Blocks,   // a call that may take long
  Keep,     // stores a pointer to `path` in `lock`, a global or what the caller named
  Return,   // gives back a pointer or reference to `path`
};

enum PointFlag : std::uint16_t {
  kWrites = 1,
  kAtomically = 2,
  kVolatileAccess = 4,
  kInitialising = 8,    // by a constructor's or variable's initialiser
  kRepeats = 16,        // in a loop
  kReentrant = 32,      // the lock is held already
  kAfterWait = 128,     // a condition wait takes its mutex again
  kPredicate = 256,     // a wait that loops itself
  kHandlerEntry = 512,  // Spawn: a signal handler
  kExecutor = 1024,     // Spawn: by somebody's pool, sometime, perhaps often
  kImplicitOp = 2048,   // not written in the source
  kElementCall = 4096,  // an access by a library function to the object as a whole
};

struct HeldSet {
  std::vector<Held> held;
  std::vector<PathId> released;  // not held here although the caller holds it
  auto operator<=>(const HeldSet&) const = default;
};

// Threads that were begun here, and handles of others that were joined.
struct ThreadSet {
  std::vector<Begun> begun;
  std::vector<PathId> joined;
  auto operator<=>(const ThreadSet&) const = default;
};

// The values of a callee's formals (and of what lies in objects they lead to) at a call.
using Binding = std::vector<Stored>;

struct Target {
  FunctionId function{};
  Binding binding;
  auto operator<=>(const Target&) const = default;
};

struct Point {
  PointKind kind = PointKind::Access;
  Insistence insistence = Insistence::Blocking;
  Mode mode = Mode::Exclusive;
  LockKind lockKind = LockKind::Mutex;
  std::uint16_t flags = 0;
  std::uint32_t op = 0;
  PathId path{};
  PathId lock{};
  std::uint32_t held = 0;         // index into FunctionFacts::heldSets
  std::uint32_t threads = 0;      // index into FunctionFacts::threadSets
  std::uint32_t firstTarget = 0;  // index into FunctionFacts::targets
  std::uint32_t targetCount = 0;
  std::uint32_t when = 0;  // index into FunctionFacts::conditions
  bool has(PointFlag flag) const { return (flags & flag) != 0; }
  auto operator<=>(const Point&) const = default;
};

// How the function ends, one for each way whose locks differ.
struct EndState {
  std::uint32_t op = 0;  // of the Return; the number of ops: the closing brace
  std::uint32_t held = 0;
  Val result;
  auto operator<=>(const EndState&) const = default;
};

struct FunctionFacts {
  Summary summary;
  std::vector<Point> points;  // in the order of ops
  std::vector<HeldSet> heldSets;
  std::vector<ThreadSet> threadSets;
  std::vector<std::vector<Atom>> conditions;  // of values that the function was given; [0]: none
  std::vector<Target> targets;
  std::vector<EndState> ends;
  std::vector<bool> isFresh;  // by op: its result is new memory
};

}  // namespace gordian::analyzer
