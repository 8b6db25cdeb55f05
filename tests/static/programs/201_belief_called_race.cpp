// A library: what a private function changes is changed under the lock by whoever calls it, but for
// one.
#include <mutex>

class Pool {
 public:
  void put(int number);
  void take(int number);
  void clear();
  void give(Pool& other);
  void shrink();
  int free();
  bool isEmpty();

 private:
  void change(int number);

  std::mutex mutex_;
  int free_ = 0;
  int used_ = 0;
};

void Pool::change(int number) {
  free_ += number;
  used_ -= number;
}

void Pool::put(int number) {
  std::lock_guard guard(mutex_);
  change(number);
}

void Pool::take(int number) {
  std::lock_guard guard(mutex_);
  if (free_ >= number) change(-number);
}

void Pool::clear() {
  std::lock_guard guard(mutex_);
  change(used_);
}

void Pool::give(Pool& other) {
  std::lock_guard guard(other.mutex_);
  if (other.used_ > 0) other.change(1);
}

int Pool::free() {
  std::lock_guard guard(mutex_);
  return free_;
}

bool Pool::isEmpty() {
  std::lock_guard guard(mutex_);
  return free_ == 0 && used_ == 0;
}

void Pool::shrink() {
  change(-1);  // RACE
}
