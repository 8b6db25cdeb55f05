// Processes that wait for each other, seen from outside (GD203, GD204).
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gordian/recording/hangs.hpp>

#include "scene.hpp"

namespace gordian::cli::outside {

// Tasks that can never continue, by one look.
struct OutsideHang {
  std::uint32_t rule = 0;           // 201, 203 or 204
  std::vector<std::size_t> circle;  // tasks of the scene; each waits for the next
  std::vector<std::size_t> core;    // all whose waits it stands on; `circle` is among them
  std::vector<std::size_t> behind;
  std::map<std::size_t, std::size_t>
      next;  // of those that are not in the circle: one they wait for
};

// Of all that stands still in the scene. Deadlocks of threads alone (GD201) are left out where the
// board shows them.
std::vector<OutsideHang> hangsIn(Scene& scene, bool withThreads);

// The hang as reports tell it; reads the stacks.
recording::Hang valueOf(Scene& scene, const OutsideHang& hang, std::chrono::milliseconds unchanged);

// Until the next look, after one that cost so much processor time and found nothing.
std::chrono::nanoseconds pauseAfter(std::chrono::nanoseconds cost);

// Looks again and again at the tree of a process. A hang is sure when the same tasks were seen in
// the same calls in two looks, without having run in between.
class OutsideWatch {
 public:
  using Clock = std::chrono::steady_clock;

  // The hangs that have become sure, each once. Does nothing until the next look is due.
  std::vector<recording::Hang> look(std::uint32_t root, Clock::time_point now);
  [[nodiscard]] Clock::time_point due() const { return due_; }

 private:
  struct Suspicion {
    Clock::time_point since;
    std::vector<std::pair<TaskView, FutexWait>> tasks;
  };
  using Members = std::vector<std::pair<std::uint32_t, std::uint32_t>>;  // pid, tid

  std::vector<recording::Hang> lookAt(std::uint32_t root, Clock::time_point now);

  std::map<Members, Suspicion> suspected_;
  std::map<Members, bool> said_;
  std::size_t tasks_ = 0;            // at the last look, about
  std::chrono::nanoseconds cost_{};  // of the looks since the last pause
  bool isAgain_ = false;             // the next look is only to be sure
  Clock::time_point due_;
};

}  // namespace gordian::cli::outside
