// What the pointer points to is written without its lock.
#include "annotated_mutex.hpp"

class Cell {
 public:
  explicit Cell(int* value) : value_(value) {}
  bool isSet() const { return value_ != nullptr; }
  void set(int n) {
    *value_ = n;  // RACE
  }

 private:
  Mutex mutex_;
  int* value_ PT_GUARDED_BY(mutex_);
};

int storage;
Cell cell(&storage);

int main() {
  if (cell.isSet()) cell.set(1);
}
