// Traces written as lines, cycles read as lines, so that a test reads like the situation it draws.
//
//   T1: g A->B          T1 holds g, then A, and acquires B      (A/s shared, B? try, B~ timed)
//   T1@2: A->B          … in its segment 2
//   T1@9..99+2: A->B    … and then in segments up to 99, at most in every second one
//   T1@0 creates T2     T2 begins after segment 0 of T1         (… holding g#3: serial 3)
//   T1@2 joins T2       T2 ended before segment 2 of T1
//   barrier b 2         of two parties                          (… unseen: somebody came so)
//   T1@3 meets b 0      comes to round 0 of b in its segment 3  (… open, unleft, cut)
//   T1@3+1*9 meets b 0  … and to the next 8, one segment later each
//   T1@2..3 runs f      runs the routine of the once flag f     (in segments 2 to 3)
//   T2@1 passes f       comes past it; segment 1 begins then
//   cut T1 4            from segment 4 on, not all of T1's order is recorded
//   T1@1 joining T2 A   T1 is about to join T2 and holds A      (A/w: from a condition wait)
//   T1 waiting C A      waits for a condition, or semaphore sC, or barrier bC; timed: waiting~
//                       future fF, latch fL, barrier fB, semaphore fS, atomic fA, unknown futex f
//                       a condition of mutex m: C:m
//   T2 signals C A      T2 wakes it, or comes to the barrier, holding A     (A/t: it tried)
//   T2 signals C A! B!! C!0   … having asked for A on its way, for B while somebody waited, and for
//                       C too far before; `handler` at the end: in a signal handler;
//                       `again`: perhaps in later segments, too
//   T2 signals bC A round 2     in the second round of the barrier
//   T2 signals C at 5 after 3   by its own clock; it came out of a wait at 3
//   T2@1 uses A         T2 takes A with nothing held            (A/s, A?, A~)
//   T2@1 uses A at 4 x2 … first by its own clock, twice in all
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
  // "T1 joining T2: T2 needs A likely", "… T2, T3: T3 needs A ruled out: ordered".
  std::vector<std::string> heldWaits() const;
  // Every cycle that analyse() lists.
  std::vector<std::string> cycles(const Limits& limits = {}) const;

 private:
  void addDependency(const std::vector<std::string>& words);
  void addSetting(const std::vector<std::string>& words);
  void addMeeting(const std::vector<std::string>& words);
  void addHeldAndNeeded(const std::vector<std::string>& words, Signal& signal);
  void addUse(const std::vector<std::string>& words);
  void addNotice(const std::vector<std::string>& words);
  std::string nameOf(LockId lock) const;
  std::string nameOf(ThreadId thread) const;
  std::string verdictText(Confidence confidence, Reason reason,
                          const std::vector<LockId>& gates) const;
  void addLife(const std::vector<std::string>& words);
  void addRounds(const std::vector<std::string>& words);
  void addOnce(const std::vector<std::string>& words);
  HeldLock held(std::string word);

  Trace trace_;
  Sequence sequence_ = 0;
  std::map<std::string, std::uint32_t> locks_;
  std::map<std::string, std::uint32_t> threads_;
  std::map<std::string, std::uint32_t> objects_;
  std::map<std::string, std::uint32_t> barriers_;
  std::map<std::string, std::uint32_t> onces_;
};

}  // namespace gordian::lockgraph::test
