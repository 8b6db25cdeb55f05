// Guarded here and not there: nothing may be written down.
#include <mutex>
#include <thread>

class Loose {
 public:
  void add() {
    std::lock_guard<std::mutex> lock(mutex_);
    ++value_;
  }
  void reset() { value_ = 0; }

 private:
  std::mutex mutex_;
  long value_ = 0;
};

int main() {
  Loose loose;
  std::thread other([&loose] { loose.add(); });
  loose.reset();
  loose.add();
  other.join();
}
