// Traces written as lines, cycles read as lines, so that a test reads like the situation it draws.
//
//   T1: g A->B          T1 holds g, then A, and acquires B      (A/s shared, B? try, B~ timed)
//   T1@2: A->B          … in its segment 2
//   T1@0 creates T2     T2 begins after segment 0 of T1         (… holding g#3: serial 3)
//   T1@2 joins T2       T2 ended before segment 2 of T1
//   kind A rwlock       also: prefer-writer, recursive, errorcheck, spin, semaphore
//   class A 7           taint A           creator A T1           creator A T1@1
//   shared A            a second thread asked for A by this line
//
// The number of a line is the sequence of what it says. Each lock is a class of its own until told.
#pragma once

#include <gordian/lockgraph/analysis.hpp>

#include <map>
#include <string>
#include <vector>

namespace gordian::lockgraph::test {

class TraceText {
 public:
  TraceText() = default;
  TraceText(std::initializer_list<std::string> lines);

  void add(const std::string& line);
  const Trace& trace() const { return trace_; }
  Trace& trace() { return trace_; }

  LockId lock(const std::string& name);
  ThreadId thread(const std::string& name);

  // "A -> B -> A likely", "A -> B -> A ruled out: gate g", "A -> B -> A possible: timed (+2)".
  std::string text(const Cycle& cycle) const;
  // Every cycle that analyse() lists.
  std::vector<std::string> cycles(const Limits& limits = {}) const;

 private:
  void addDependency(const std::vector<std::string>& words);
  void addSetting(const std::vector<std::string>& words);
  void addLife(const std::vector<std::string>& words);
  HeldLock held(std::string word);

  Trace trace_;
  Sequence sequence_ = 0;
  std::map<std::string, std::uint32_t> locks_;
  std::map<std::string, std::uint32_t> threads_;
};

}  // namespace gordian::lockgraph::test
