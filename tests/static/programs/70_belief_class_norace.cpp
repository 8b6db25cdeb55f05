// The same, but what does not lock is a helper whose callers do, set-up, or the constructor; and
// what is set once is read without the lock.
#include <mutex>
#include <string>

class Stats {
 public:
  explicit Stats(std::string name) : name_(std::move(name)) { reset(); }
  void init(long first);  // NORACE
  void add(long amount);
  void drop(long amount);
  void clear();
  long total();
  const std::string& name() const { return name_; }

 private:
  void addLocked(long amount);
  void change(long amount);
  void reset();

  std::mutex m_;
  long hits_ = 0;
  std::string name_;
};

void Stats::init(long first) {
  hits_ = first;
}

void Stats::reset() {
  hits_ = 0;
}

void Stats::change(long amount) {
  hits_ += amount;
}

void Stats::addLocked(long amount) {
  hits_ += amount;
}

void Stats::add(long amount) {
  std::lock_guard lock(m_);
  if (name_.empty()) return;
  change(amount);
}

void Stats::drop(long amount) {
  std::lock_guard lock(m_);
  if (name_.empty()) return;
  change(-amount);
  hits_ -= 0;
}

void Stats::clear() {
  std::lock_guard lock(m_);
  if (!name_.empty()) hits_ = 0;
}

long Stats::total() {
  std::lock_guard lock(m_);
  return hits_;
}
