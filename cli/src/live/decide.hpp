// What can never continue, by looking at the board and at the system again and again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <gordian/recording/hangs.hpp>

#include "knowledge.hpp"
#include "processes.hpp"
#include "situation.hpp"

namespace gordian::cli {

struct Candidate {
  recording::Hang hang;                  // without action and age
  std::vector<std::uint32_t> sequences;  // of its waiters' waits; 0 of those that are gone
  bool needsPosts = false;               // waits for what anybody might post are its cause
  bool isConfirmed = false;              // it was there in the look before, too
};

class Decider {
 public:
  // `board` has BoardMemory::size() bytes and changes meanwhile.
  Decider(const unsigned char* board, Processes& processes);

  std::vector<Candidate> look();

 private:
  struct Kept {
    std::unique_ptr<std::uint64_t[]> memory;
    std::size_t size = 0;  // in bytes
    board::Look look;
  };

  [[nodiscard]] std::vector<Candidate> takeLook(SystemKnowledge& knowledge);
  [[nodiscard]] bool reduce(const board::Knowledge& knowledge);
  [[nodiscard]] bool isConfirmed(const lockgraph::Hang& hang) const;

  const unsigned char* board_;
  Processes& processes_;
  Kept before_;
  Kept now_;
};

}  // namespace gordian::cli
