// What is known at one point of one function on one way to it.
//
// A state is relative to the function: its formals are symbols. Several states of a point (up to a
// bound) keep ways apart whose locks differ; what is certain is what holds in all of them.
#pragma once

#include <gordian/lockgraph/lock_kind.hpp>

#include <compare>
#include <cstdint>
#include <vector>

#include "ids.hpp"
#include "paths.hpp"
#include "shared_list.hpp"

namespace gordian::analyzer {

using lockgraph::LockKind;
using lockgraph::Mode;

struct Val {
  enum class Kind : std::uint8_t {
    Unknown,
    Pointer,   // to `path`
    Loaded,    // what `path` held when it was read
    Function,  // `number`: FunctionId; of a closure too, whose captures lie beside it
    Integer,   // `integer`
    Equals,    // whether what `path` held equals `integer`
    Differs,
  };
  Kind kind = Kind::Unknown;
  PathId path{};
  std::int64_t integer = 0;

  static Val pointer(PathId path) { return {Kind::Pointer, path, 0}; }
  static Val loaded(PathId path) { return {Kind::Loaded, path, 0}; }
  static Val function(FunctionId id) { return {Kind::Function, {}, static_cast<std::int64_t>(id)}; }
  static Val number(std::int64_t integer) { return {Kind::Integer, {}, integer}; }

  bool is(Kind wanted) const { return kind == wanted; }
  bool hasPath() const { return kind == Kind::Pointer || kind == Kind::Loaded; }
  FunctionId functionId() const { return static_cast<FunctionId>(integer); }
  auto operator<=>(const Val&) const = default;
};

// A lock that is held, since `op`: the acquisition, or the call within which it happened.
struct Held {
  PathId lock{};
  Mode mode = Mode::Exclusive;
  LockKind kind = LockKind::Mutex;
  bool isCertain = true;   // on every way that this state stands for
  bool isGuarded = false;  // a guard releases it
  std::uint8_t count = 1;
  std::uint32_t op = 0;
  bool isBelieved = false;  // an assertion says that the caller holds it
  auto operator<=>(const Held&) const = default;
};

enum class ThreadKey : std::uint32_t {};  // spawn_keys.hpp

// A thread that was begun here (or by a function that was called) and perhaps joined since.
struct Begun {
  ThreadKey key{};
  PathId handle{};  // what joins it: the place of the std::thread or pthread_t
  bool isJoined = false;
  bool isPerhaps = false;  // runs, but on one of the ways it was joined
  auto operator<=>(const Begun&) const = default;
};

// A condition that was seen: what `path` held is (or is not) equal to / less than `constant`.
struct Atom {
  PathId path{};
  bool isLess = false;
  bool holds = true;
  std::int64_t constant = 0;
  auto operator<=>(const Atom&) const = default;
};

struct Stored {
  PathId place{};
  Val value;
  auto operator<=>(const Stored&) const = default;
};

struct State {
  SharedList<Stored> stores;     // by place: what was stored since the function's entry
  SharedList<Held> held;         // in the order of acquiring
  SharedList<PathId> released;   // locks that were not held since the entry: the caller's
  SharedList<PathId> marks;      // sorted: what others signalled and was seen (Mark)
  SharedList<Atom> atoms;        // sorted
  SharedList<Begun> threads;     // sorted
  SharedList<PathId> joined;     // sorted handles of threads that were not begun here
  SharedList<PathId> published;  // sorted roots: other threads may reach these objects

  const Val* find(PathId place) const;
  void store(PathId place, const Val& value);
  void forget(PathId place);
  bool isPublished(PathId root) const;
  void publish(PathId root);
  void pass(PathId mark);
  // The one that was taken last; null: it is not held.
  const Held* findHeld(PathId lock) const;
  Held& edit(const Held& known);  // `known` is one of `held`
  bool operator==(const State&) const = default;
};

// False: contradicts what is known.
bool assume(State& state, const Atom& atom);
// Forgets conditions about `path` and what lies in it.
void forgetAtoms(State& state, const Paths& paths, PathId path);
// Into the order of places; of two values of one place the lesser one is kept.
void sortPlaces(std::vector<Stored>& stores);
// Replaces the root (or other prefix) `from` by `to` wherever it stands.
void renamePrefix(State& state, Paths& paths, PathId from, PathId to);
// Of two ways that meet: one that runs on one of them runs, perhaps if it was joined on the other.
std::vector<Begun> mergeThreads(const std::vector<Begun>& a, const std::vector<Begun>& b);
// Of ways to one point that are kept apart: whether a thread was joined may depend on just what its
// begin depended on, so one that was joined on another of the ways runs perhaps.
void doubtJoined(std::vector<State>& states);
// A thread was begun; one of the same name that still runs stays so.
void begin(State& state, const Begun& thread);
// The thread with this handle has ended, or all of them where the handle is some element.
void join(State& state, Paths& paths, PathId handle);
// Whether `renamePrefix` would change anything.
bool mentions(const State& state, const Paths& paths, PathId prefix);

}  // namespace gordian::analyzer
