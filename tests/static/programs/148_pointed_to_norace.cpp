// What the pointer points to is guarded, the pointer itself is not.
#include "annotated_mutex.hpp"

class Cell {
 public:
  explicit Cell(int* value) : value_(value) {}
  bool isSet() const { return value_ != nullptr; }
  void set(int n) {
    MutexLock lock(mutex_);
    *value_ = n;  // NORACE
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
