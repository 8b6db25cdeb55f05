// Hangs as a recording tells them: which threads could never continue, and why.
//
// The numbers of locks, stacks and threads are those of the file of the process that each Waiter
// names (which may be another file than the one with the hang): Recording::lockOf() and its
// neighbours turn them into indices. Nothing says that they exist.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace gordian::recording {

// A lock that a waiting thread holds.
struct WaiterHold {
  std::uint32_t lock = 0;    // number of the lock; 0: it has no record
  std::uint32_t stack = 0;   // where it was taken (innermost frames); 0: unknown
  std::uint32_t serial = 0;  // of this stretch of holding
  std::uint8_t kind = 0;     // lockgraph::LockKind
  std::uint8_t mode = 0;     // lockgraph::Mode
  std::uint64_t address = 0;
  std::uint64_t space = 0, object = 0;  // BoardKey
};

// What was seen of a waiting thread from outside its process, in words. `because` may stand alone.
struct ToldFrame {
  std::string function, file, module;
  std::uint32_t line = 0, column = 0;
  bool isUser = false;  // the developer's own code
};
struct Told {
  std::string waitsFor;           // "room in pipe 146091 (fd 1)"; empty: nothing is told
  std::string because;            // "its only read end is fd 5 of process 812"
  std::vector<ToldFrame> frames;  // innermost first
};

struct Waiter {
  std::uint32_t pid = 0, tid = 0;
  std::uint32_t thread = 0;     // number in the recording of `pid`
  std::uint64_t startedNs = 0;  // of that recording
  std::uint32_t role = 0;       // WaiterRole
  std::uint32_t waitsFor = 0;   // index of the waiter it waits for, or kNoWaiter
  std::uint32_t through = 0;    // lock that that one holds; 0: it must end, or post
  std::uint8_t kind = 0;        // WaitKind
  std::uint8_t lockKind = 0, mode = 0, flags = 0;
  std::uint32_t lock = 0;    // number of what it waits for; 0: it has no record
  std::uint32_t target = 0;  // thread to be joined, kNoThread when unknown
  std::uint32_t stack = 0;   // innermost frames and the Python frames; 0: unknown
  std::uint64_t address = 0;
  std::uint64_t space = 0, object = 0;  // BoardKey
  std::uint64_t mutexAddress = 0;       // of a condition wait
  std::uint32_t mutexLock = 0;
  std::vector<WaiterHold> held;       // innermost last
  std::vector<std::uint64_t> frames;  // return addresses, innermost first
  std::string name;                   // of the thread, may be empty
  Told told;
};

struct Hang {
  std::uint32_t rule = 0;     // 201 … 205
  std::uint32_t threads = 0;  // alive in the processes concerned
  std::uint32_t action = 0;   // HangAction
  std::uint64_t unchangedMs = 0;
  std::vector<Waiter> waiters;
  std::uint32_t missing = 0;  // waiters that could not be read: then nobody's `waitsFor` is known
  lockgraph::Sequence seen = 0;
};

}  // namespace gordian::recording
