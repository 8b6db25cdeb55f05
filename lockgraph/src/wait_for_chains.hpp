// Tells each dead thread whom it waits for: one, although it may be several (the readers of a lock,
// everybody who could post). The choice prefers a chain that leads to a cycle, then one that leads
// to a gone holder, then any.
#pragma once

#include "wait_for_reduction.hpp"

namespace gordian::lockgraph::waiting {

class Chains {
 public:
  Chains(const WaitForInput& input, Memory& memory, Reduction& reduction)
      : input_(input), memory_(memory), reduction_(reduction) {}

  // Fills `chosen`, `root`, `depth`, `inCycle` and the verdicts' edges of all dead threads.
  void build();
  // The end of the chain of `thread`, which is dead or gone.
  std::uint32_t rootOf(std::uint32_t thread);
  bool isDead(std::uint32_t thread) const;

 private:
  void noteLead(Lead lead);
  void choose(Lead lead);
  void offer(std::uint32_t thread);
  void chooseFor(std::uint32_t thread);
  void follow(std::uint32_t thread);
  void markCycle(std::uint32_t member);
  void attach();
  bool attachToAnchors();
  bool closeOneCycle();
  bool closeOneAcrossProcesses();
  void visitNext(std::uint32_t thread, std::uint32_t& count);
  void offerClosing(std::uint32_t thread);
  void close(std::uint32_t root);
  void noteAnchors();
  bool isOpen(std::uint32_t thread) const;
  void stallTogether();
  std::uint32_t stallOf(std::uint32_t process);

  const WaitForInput& input_;
  Memory& memory_;
  Reduction& reduction_;
};

}  // namespace gordian::lockgraph::waiting
