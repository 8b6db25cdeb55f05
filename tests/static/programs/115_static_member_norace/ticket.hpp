// Numbers that are given out once.
#pragma once
#include <mutex>

class Ticket {
 public:
  static int next() {
    std::lock_guard<std::mutex> guard(m_);
    return ++last_;
  }
  static void restart() {
    std::lock_guard<std::mutex> guard(m_);
    last_ = 0;
  }
  static int last();

 private:
  inline static std::mutex m_;
  inline static int last_ = 0;
};
