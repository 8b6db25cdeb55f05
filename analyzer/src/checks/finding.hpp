// What a check found, in words and places that stand for themselves: whoever prints it needs no
// facts. Checks tell a handler; text, JSON and tests are handlers.
//
// Order and duplicates do not matter to the handler: it merges what has one fingerprint and sorts.
// Names, paths and texts need no escaping; names of locks and threads are unique within a finding.
#pragma once

#include <gordian/lockgraph/analysis.hpp>
#include <gordian/lockgraph/trace.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace gordian::analyzer {

using lockgraph::Confidence;
using lockgraph::Mode;

struct SourcePoint {
  std::string file;  // absolute and normal; empty: unknown
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string function;  // the one it is in, for people: "Account::deposit"
};

// The point first, then the calls that lead to it, outwards; the last is in the thread's entry. A
// lone point: how it is reached is not known, or does not matter.
using CallPath = std::vector<SourcePoint>;

struct FoundLock {
  std::string name;       // for people: "alice.m", "from.m", "Stats::m"
  std::string className;  // declaration, the same wherever it is used: "Account::m"
  SourcePoint declared;
};

struct FoundThread {
  std::string name;     // "main", "Worker::run", "lambda in main"
  SourcePoint created;  // where it is begun; of main: nothing
};

struct FoundHold {
  std::size_t lock = 0;  // index into the finding
  Mode mode = Mode::Exclusive;
};

// Of GD101 and GD102: `thread` asks for `acquired` while it holds `held`. In the order of the
// cycle: edges[i].acquired is edges[i + 1].held, closed.
struct FoundEdge {
  std::size_t held = 0;
  std::size_t acquired = 0;
  std::size_t thread = 0;
  Mode heldMode = Mode::Exclusive;
  Mode mode = Mode::Exclusive;
  CallPath heldAt;
  CallPath acquiredAt;
};

// Of GD401 to GD403: what happens to the data. The one to look at first is told first.
struct FoundAccess {
  bool isWrite = false;
  std::vector<std::size_t> threads;  // that can do it, as far as known
  std::vector<FoundHold> held;       // that are certainly held
  CallPath at;
};

// A further place to look at, and what is to be seen there: "unlocked here".
struct FoundNote {
  std::string text;
  CallPath at;
};

struct Found {
  std::string id;  // "GD401"
  Confidence confidence = Confidence::Possible;
  lockgraph::Reason decidedBy = lockgraph::Reason::None;  // of cycles
  std::string message;   // the headline: "'Stats::hits' is written without 'Stats::m'"
  std::string reason;    // which test decided: "2 threads, 1 writer, 7 of 8 accesses hold Stats::m"
  std::string story;     // what happens, in whole sentences; may be empty
  std::string help;      // what to do about it here; empty: that of the rule
  std::string object;    // of accesses: "Stats::hits", the same wherever it is used
  std::string symbol;    // "Stats::hits", "Stats::m": what a suppression or fingerprint names when
                         // there is neither object nor lock; may be empty
  SourcePoint declared;  // where the object is declared
  CallPath at;           // the headline's place
  std::vector<FoundLock> locks;
  std::vector<FoundThread> threads;
  std::vector<FoundEdge> edges;
  std::vector<FoundAccess> accesses;
  std::vector<FoundNote> notes;
};

class FindingHandler {
 public:
  FindingHandler() = default;
  virtual ~FindingHandler() = default;
  FindingHandler(const FindingHandler&) = delete;
  FindingHandler& operator=(const FindingHandler&) = delete;

  virtual void found(Found finding) = 0;
};

}  // namespace gordian::analyzer
