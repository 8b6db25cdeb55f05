// The reduction: removes threads until nothing changes.
#pragma once

#include "wait_for_memory.hpp"

namespace gordian::lockgraph::waiting {

// The same walk answers three questions, by what is removed at the start.
enum class Question {
  Continues,     // who runs, or waits for nothing that is dead: what is left is dead
  LeadsToCycle,  // also the gone and those that need a post: what is left leads to a cycle
  LeadsToGone,   // also those that need a post, not the gone
};

class Reduction {
 public:
  Reduction(const WaitForInput& input, Memory& memory) : input_(input), memory_(memory) {}

  // Sorts the locks that are waited for and notes who waits for what.
  void prepare();
  // Progress::removed is the answer.
  void run(Question question);
  // After Question::Continues: notes who is dead and who of them only needs a post.
  void noteDead();

  // Index of the node of `key`, or kNobody.
  std::uint32_t find(const ObjectKey& key) const;

 private:
  void link(std::uint32_t thread);
  void countHolds(std::uint32_t thread);
  void removeIfFree(std::uint32_t thread);
  void remove(std::uint32_t thread);
  void giveBack(std::uint32_t thread);
  void post(std::uint32_t posters);
  void wakeWaiters(std::uint32_t first);
  bool isFree(std::uint32_t thread) const;
  bool isPassedOn(const LiveThread& thread, const Node& node) const;
  bool isObtainable(std::uint32_t thread) const;
  bool isPosted(const LiveThread& thread, const Progress& progress) const;

  const WaitForInput& input_;
  Memory& memory_;
  Question question_ = Question::Continues;
  std::uint32_t workCount_ = 0;
};

}  // namespace gordian::lockgraph::waiting
