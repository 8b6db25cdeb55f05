#pragma once

#include <map>
#include <string>
#include <vector>

#include "mutex.hpp"

class Ledger {
 public:
  explicit Ledger(long limit) : limit_(limit) { last_ = "none"; }

  void add(const std::string& name, long amount);
  long total() const;
  void close();
  void waitUntilClosed();

 private:
  void note(const std::string& name);
  bool isFull() const;

  mutable Mutex mutex_;
  const long limit_;
  long total_ = 0, refused_ = 0;
  std::string last_;
  std::map<std::string, std::vector<long>> entries_;
  bool isClosed_{false};
  std::condition_variable_any closed_;
  long visits_ = 0;  // of one thread only, counted without the lock
};
