// A library that begins no thread: four functions lock, and one that writes does not.
#include <mutex>

class Stats {
 public:
  void add(long amount);
  void drop(long amount);
  void clear();
  void scale(long factor);
  long total();
  void bump();

 private:
  std::mutex m_;
  long hits_ = 0;
};

void Stats::add(long amount) {
  std::lock_guard lock(m_);
  hits_ += amount;
}

void Stats::drop(long amount) {
  std::lock_guard lock(m_);
  hits_ -= amount;
}

void Stats::clear() {
  std::lock_guard lock(m_);
  hits_ = 0;
}

void Stats::scale(long factor) {
  std::lock_guard lock(m_);
  hits_ *= factor;
}

long Stats::total() {
  std::lock_guard lock(m_);
  return hits_;
}

void Stats::bump() {
  hits_ += 1;  // RACE
}
