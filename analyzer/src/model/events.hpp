// What a function does, as far as locks, threads and shared data are concerned, in the order of its
// control flow.
//
// Facts carry no meaning: that std::mutex::lock acquires, or that pthread_create begins a thread,
// is known to the link (link/tables), not to the extraction. So a new library needs no new
// extraction, and a user's configuration needs none either. Constructors, destructors (of
// variables, temporaries, members, at every exit) and overloaded operators are calls like all
// others.
#pragma once

#include <optional>
#include <vector>

#include "values.hpp"

namespace gordian::analyzer {

enum class EventKind : std::uint8_t {
  Read,     // of `place`
  Write,    // of `place`; also ++, +=, and what is passed to a builtin that writes
  Assign,   // `place` = `value`: pointers, references, functions, flags, objects that a call made
            // in place; comes after its Write. A Write alone stores what is not known.
  Call,     // `callee` with `arguments`
  Closure,  // a lambda object at `place`: body `callee`, captured `arguments` by field of the
            // closure
  Return,   // `value`
};

enum class CalleeKind : std::uint8_t {
  Direct,    // `function`
  Virtual,   // `function` is the declaration that was named; any override can be meant
  Indirect,  // through the pointer, std::function or callable in `through`
};

struct Callee {
  CalleeKind kind = CalleeKind::Direct;
  std::uint32_t function = 0;  // index into Unit::functionNames
  Value through;
  bool operator==(const Callee&) const = default;
};

enum EventFlag : std::uint8_t {
  kAtomic = 1,  // an atomic access, or of a type whose accesses are
  kVolatile = 2,
  kImplicit = 4,      // not written in the source: destructors, conversions, defaulted members
  kInLoop = 8,        // the event can happen again without leaving the function
  kInitialises = 16,  // a constructor's member initialiser, or a variable's own initialiser
  kNoReturn = 32,     // the call does not come back: its block has no successors
  kUnwinds = 64,      // a destructor that runs only while an exception passes
};

struct Event {
  EventKind kind = EventKind::Read;
  std::uint8_t flags = 0;
  Location location;
  Place place;
  Value value;
  Callee callee;
  std::vector<Value> arguments;  // of a member function the object's address comes first
  bool operator==(const Event&) const = default;
};

// How a block goes on when it has two successors: the first is taken when the condition holds.
enum class Test : std::uint8_t {
  Unknown,
  True,   // `value` is not 0
  Equal,  // `value` == `constant`
  Less,   // `value` < `constant`
};

struct Condition {
  Test test = Test::Unknown;
  Value value;  // Held(Result(event)) for a call in the condition itself
  std::int64_t constant = 0;
  bool operator==(const Condition&) const = default;
};

// A basic block; blocks without events are left out where that loses nothing.
struct Block {
  std::uint32_t firstEvent = 0;  // events [firstEvent, firstEvent + eventCount) of the function
  std::uint32_t eventCount = 0;
  std::vector<std::uint32_t> successors;  // by index; none: the function ends here
  std::optional<Condition> condition;     // only with two successors
  bool isLoopHead = false;
  bool isCatch = false;  // begins a handler: its predecessors end in calls that can throw
  // Runs only while an exception passes: the destructors between a throw and its handler. Such a
  // block without successors: the exception leaves the function.
  bool isUnwinding = false;
  bool operator==(const Block&) const = default;
};

}  // namespace gordian::analyzer
