// All who call hold the lock, or set up; what is held by chance where a function is called that
// works on other data says nothing.
#include <mutex>

class Counter {
 public:
  void count() { ++calls_; }

 private:
  int calls_ = 0;
};

class Pool {
 public:
  Pool() { change(8); }
  void init(int number);
  void put(int number, Counter& counter);
  void take(int number, Counter& counter);
  void clear(Counter& counter);
  void give(Pool& other);
  void shrink();
  void note(Counter& counter);
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

void Pool::init(int number) {
  change(number);
}

void Pool::put(int number, Counter& counter) {
  std::lock_guard guard(mutex_);
  counter.count();
  change(number);
}

void Pool::take(int number, Counter& counter) {
  std::lock_guard guard(mutex_);
  counter.count();
  if (free_ >= number) change(-number);
}

void Pool::clear(Counter& counter) {
  std::lock_guard guard(mutex_);
  counter.count();
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
  std::lock_guard guard(mutex_);
  change(-1);  // NORACE
}

void Pool::note(Counter& counter) {
  counter.count();
}
