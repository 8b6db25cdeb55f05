// What a library function does, as far as the checker is concerned: a list of actions on its
// arguments, read from the library table.
#pragma once

#include <gordian/lockgraph/lock_kind.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "paths.hpp"

namespace gordian::analyzer {

enum class Verb : std::uint8_t {
  Acquire,  // the lock that `a` points to
  Release,
  InitLock,    // makes it anew; `b`: its attributes, if not null
  LockKindOf,  // of attributes `a`: the kind is the constant `b`
  GuardMake,   // the guard `a` of the locks that follow; tags say how
  GuardLock,
  GuardUnlock,
  GuardDestroy,
  GuardRelease,  // lets go of the lock without unlocking it
  GuardOwns,     // the result: whether it owns the lock
  GuardMutex,    // the result: the lock
  GuardMove,     // into `a` from `b`; what `a` owned is unlocked
  GuardSwap,
  LockAll,  // locks or guards from `a` on, in an order that cannot deadlock
  Wait,     // for the condition `a`, letting go of `b` meanwhile; `c`: the predicate
  Signal,
  Publish,   // sets the flag `a`, atomically, to `b` (to what is not known)
  Observe,   // looks at the flag `a`, atomically; `b`: and changes it
  Await,     // waits for something that is no lock: a semaphore, barrier, future, latch
  Spawn,     // a thread that runs `a` with the arguments from `b` on; its handle is `c`
  Execute,   // gives `a` to 0, who runs it in a thread, once or often, sometime
  Loop,      // runs what the executor `a` was given
  Parallel,  // runs `a` in several threads and waits for them
  Start,     // a thread that runs the virtual function `text` of the object `a`
  Join,
  Joinable,  // the result: whether the thread `a` is neither joined nor detached nor without code
  Detach,
  Once,      // calls `b` with the arguments from `c` on unless the flag `a` was passed before
  Call,      // calls `a` before it returns, once or often, with the arguments from `b` on
  Invoke,    // calls the callable that `a` points to with the arguments from `b` on
  Bind,      // the result is a callable: `a` with the arguments from `b` on
  Store,     // into what `a` points to: what `b` is (callables, pointers, handles)
  Swap,      // the pointers that `a` and `b` point to; of other objects nothing is known to change
  Fill,      // the container `a` with what the list or container `b` has
  Insert,    // into a container `a` points to: `b`
  Make,      // an element of the container `a` (of the result, if there is none), made in place
  Identity,  // the result is `a`
  Element,   // the result points to an element of the container that `a` points to
  Load,      // the result is what the smart pointer that `a` points to holds
  Allocate,  // the result is new memory
  Free,
  Read,  // of what `a` points to
  Write,
  Access,   // Read in const functions, else Write
  Blocks,   // may take long
  Handler,  // `b` is called on a signal, at any time, in any thread
  Nothing,
};

enum class Insistence : std::uint8_t { Blocking, Timed, Try };

struct Action {
  Verb verb = Verb::Nothing;
  std::int8_t a = -1;  // numbers of arguments; kResult; -1: none
  std::int8_t b = -1;
  std::int8_t c = -1;
  bool isShared = false;
  bool isZeroSuccess = false;  // the result 0 says that it was acquired
  bool isByValue = false;      // arguments are copied: references stand for what they name
  bool isPlace = false;        // the handle is what the argument points to
  Insistence insistence = Insistence::Blocking;
  bool hasKind = false;  // the kind of lock is known from the name
  lockgraph::LockKind kind = lockgraph::LockKind::Mutex;
  std::string text;
  // Locks that an attribute names, relative to the function's formals, instead of `a`.
  std::vector<PathId> declared;
  bool isBelieved = false;  // Acquire: it is held already, by whoever calls
  bool isRole = false;      // Acquire: nobody ever waits for it
};

constexpr std::int8_t kResult = -2;
constexpr std::int8_t kDeclared = -3;  // what Action::declared names
constexpr std::int8_t kPromised = -4;  // whatever some promise is for: not followed to its future

struct Meaning {
  std::vector<Action> actions;
  bool isNothing() const;
};

enum class Tag : std::uint8_t { None, Adopt, Defer, Try, Duration, Ignored };

class LibraryTable {
 public:
  // The table that is compiled in (library.table, which explains its format).
  LibraryTable();
  // Adds lines of the same format; later ones win. Returns what is wrong with them.
  std::vector<std::string> read(std::string_view text);

  // By qualified name without template arguments; null: nothing is known about it. A function of a
  // known class that has no line does nothing.
  const Meaning* find(std::string_view function) const;
  // The same, where `full` has the template arguments: a std::optional of guards is one of them.
  const Meaning* find(std::string_view function, std::string_view full) const;
  Tag tagOf(std::string_view type) const;
  // Locks, guards, atomics, threads, conditions: objects that are made for several threads.
  bool isSynchroniser(std::string_view type) const;
  bool isLock(std::string_view type) const;
  bool isGuard(std::string_view type) const;
  // The guard that a "std::optional<std::unique_lock<…" can have, or empty.
  std::string_view guardIn(std::string_view full) const;
  bool isThread(std::string_view type) const;
  bool isContainer(std::string_view type) const;
  bool isPointer(std::string_view type) const;  // a smart one
  // Of a lock's type; a mutex of others.
  lockgraph::LockKind lockKind(std::string_view type) const;

 private:
  class Reader;
  struct Class {
    std::string kind;
    bool isShared = false;
    lockgraph::LockKind lock = lockgraph::LockKind::Mutex;
  };
  const Class* classOf(std::string_view type) const;

  std::unordered_map<std::string, Meaning> functions_;
  std::unordered_map<std::string, Class> classes_;
  std::unordered_map<std::string, Tag> tags_;
};

}  // namespace gordian::analyzer
