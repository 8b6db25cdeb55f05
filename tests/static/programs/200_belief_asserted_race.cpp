// A library whose private functions assert that their callers hold the lock, by a function that
// does nothing; one that is public calls such a function without it.
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
  void append(int number);
  void drop();
  void flush();

 private:
  void keep(int number);
  void sweep();

  Mutex mutex_;
  std::vector<int> pending_;
};

void Journal::keep(int number) {
  mutex_.assertHeld();
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
  sweep();  // RACE
}
