// The same with the lock taken; the constructor and what only it calls need none, who asserts
// passes on what its own callers hold, and what is asserted of one object says nothing of another.
#include <mutex>
#include <vector>

class Mutex {
 public:
  void lock() { mutex_.lock(); }
  void unlock() { mutex_.unlock(); }
  void assertHeld() {}

 private:
  std::mutex mutex_;
};

class Journal {
 public:
  Journal() { begin(); }
  ~Journal() { sweep(); }
  void append(int number);
  void drop();
  void flush();
  void takeFrom(Journal& other);

 private:
  void begin() { sweep(); }
  void keep(int number);
  void sweep();

  Mutex mutex_;
  std::vector<int> pending_;
};

void Journal::keep(int number) {
  mutex_.assertHeld();
  if (pending_.size() > 100) sweep();
  pending_.push_back(number);
}

void Journal::sweep() {
  mutex_.assertHeld();
  pending_.clear();
}

void Journal::append(int number) {
  std::lock_guard guard(mutex_);
  keep(number);
}

void Journal::drop() {
  std::lock_guard guard(mutex_);
  sweep();
}

void Journal::flush() {
  std::lock_guard guard(mutex_);
  sweep();  // NORACE
}

void Journal::takeFrom(Journal& other) {
  std::lock_guard guard(other.mutex_);
  other.sweep();
}
