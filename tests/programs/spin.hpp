// Waiting that the runtime does not see: for the pairs in which waits themselves are what matters.
#pragma once

#include <unistd.h>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

// For `gordian provoke`, as in live.hpp.
inline const bool spinsLifted = std::getenv("LIVE_FREE") != nullptr;

inline void spinUntil(const std::atomic<int>& number, int least) {
  while (!spinsLifted && number < least) std::this_thread::yield();
}

// Returns when the thread sleeps in a system call: where it waits next without spinning.
inline void spinUntilAsleep(int tid) {
  const std::string file = "/proc/self/task/" + std::to_string(tid) + "/stat";
  for (int seen = 0; seen < 3 && !spinsLifted;) {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    const auto name = line.rfind(')');  // then a space and the state
    const bool isAsleep =
        name != std::string::npos && name + 2 < line.size() && line[name + 2] == 'S';
    seen = isAsleep ? seen + 1 : 0;
    std::this_thread::yield();
  }
}
