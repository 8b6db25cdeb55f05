// A class that locks in all of its functions.
#pragma once
#include <mutex>

class Stats {
 public:
  void hit() {
    std::lock_guard<std::mutex> guard(m_);
    ++hits_;
  }
  long hits() const {
    std::lock_guard<std::mutex> guard(m_);
    return hits_;
  }

 private:
  mutable std::mutex m_;
  long hits_ = 0;
};

extern Stats stats;
void serve();
