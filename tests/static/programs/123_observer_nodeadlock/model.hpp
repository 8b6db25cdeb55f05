// A model tells its observer what changed.
#pragma once
#include <mutex>

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void changed(int value) = 0;
};

class Model {
 public:
  explicit Model(Observer& observer) : observer_(observer) {}
  void set(int value);
  int get();

 private:
  std::mutex m_;
  int value_ = 0;
  Observer& observer_;
};
