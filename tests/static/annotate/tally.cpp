// A class with a lock of the standard library, which Clang cannot follow.
#include <mutex>
#include <thread>

class Tally {
 public:
  void count() {
    std::lock_guard<std::mutex> lock(mutex_);
    grow();
  }
  long value() {
    std::lock_guard<std::mutex> lock(mutex_);
    return value_;
  }

 private:
  void grow() { ++value_; }

  std::mutex mutex_;
  long value_ = 0;
};

int main() {
  Tally tally;
  std::thread other([&tally] { tally.count(); });
  tally.count();
  other.join();
  return tally.value() == 2 ? 0 : 1;
}
