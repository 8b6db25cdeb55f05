// A class that locks, and a field that anybody can reach.
#pragma once
#include <mutex>

class Stats {
 public:
  void hit() {
    std::lock_guard<std::mutex> guard(m_);
    ++hits;
  }
  long hits = 0;

 private:
  std::mutex m_;
};

extern Stats stats;
void serve();
