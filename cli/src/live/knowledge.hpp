// What the system tells about the threads of a snapshot, in the form that the decision asks for.
// One object for one look: what it has asked it does not ask again.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "processes.hpp"
#include "situation.hpp"

namespace gordian::cli {

class SystemKnowledge {
 public:
  // Thorough: asks every process of the system where others might post into shared memory, and what
  // each waiting thread really sleeps in. Else the processes of the snapshot are taken to be alone
  // with the memory, and the threads to be where they said.
  SystemKnowledge(Processes& processes, bool isThorough)
      : processes_(processes), isThorough_(isThorough) {}

  // Good while this object lives.
  [[nodiscard]] board::Knowledge callbacks();
  [[nodiscard]] const ProcessFacts& factsOf(std::uint32_t pid);

 private:
  board::ProcessFacts describe(const board::Snapshot& snapshot, std::uint32_t pid);
  void refine(const board::Situation& situation, const board::SlotCopy& slot,
              lockgraph::LiveThread& thread);
  // Whom a wait for the end of a child waits for.
  void refineChildWait(const board::Situation& situation, const board::SlotCopy& slot,
                       lockgraph::LiveThread& thread);
  // The lock that `slot` waits for names, now, an owner that exists no more.
  bool isOwnerGone(const board::Situation& situation, const board::SlotCopy& slot);
  // Indices of the processes that can reach the object; none when others can, too.
  const std::vector<std::uint32_t>* postersOf(const board::Situation& situation,
                                              std::uint64_t space);

  Processes& processes_;
  bool isThorough_;
  std::map<std::uint32_t, ProcessFacts> facts_;
  std::deque<std::vector<std::uint32_t>> children_;  // referred to
  // Keys of locks that a child might give up in the place of its parent.
  std::set<std::pair<std::uint64_t, std::uint64_t>> inherited_;
  std::map<std::uint64_t, std::optional<std::vector<std::uint32_t>>> posters_;  // by space
};

}  // namespace gordian::cli
