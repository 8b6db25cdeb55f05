// Decides from look to look which hangs there are. Sure means: the same threads in the same waits,
// with nobody who could help them, in two looks that lie apart.
#pragma once

#include <chrono>
#include <set>
#include <tuple>
#include <vector>

#include "ages.hpp"
#include "decide.hpp"

namespace gordian::cli {

struct WatchTimes {
  std::chrono::milliseconds deadlockAge{400};
  std::chrono::milliseconds stallAge{1000};  // 0: stalls are not looked for
};

class Watcher {
 public:
  // The board's memory, of BoardMemory::size().
  Watcher(const unsigned char* board, Processes& processes, WatchTimes times);

  // The hangs that have become sure, each once.
  std::vector<recording::Hang> look(Clock::time_point now);
  // How long to wait until the next look.
  [[nodiscard]] static constexpr std::chrono::milliseconds interval() {
    return std::chrono::milliseconds(200);
  }

 private:
  using Member = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;  // pid, tid, sequence
  using Members = std::vector<Member>;

  [[nodiscard]] bool isDue(Clock::time_point now, std::chrono::milliseconds oldest);
  [[nodiscard]] static Members membersOf(const Candidate& candidate);
  [[nodiscard]] std::chrono::milliseconds ageOf(const Candidate& candidate) const;
  [[nodiscard]] bool isSaid(const Members& members) const;

  Ages ages_;
  WatchTimes times_;
  Decider decider_;
  bool isSuspecting_ = false;
  std::set<Member> said_;
  std::uint64_t decidedVersion_ = 0;
  Clock::time_point decidedAt_;
};

}  // namespace gordian::cli
