// A bound member function and a pointer to another one; both lock.
#include <functional>
#include <mutex>
#include <thread>

class Counter {
 public:
  void add(int number) {
    for (int i = 0; i < number; ++i) {
      std::lock_guard<std::mutex> guard(m_);
      ++n_;
    }
  }
  void reset() {
    std::lock_guard<std::mutex> guard(m_);
    n_ = 0;  // NORACE
  }

 private:
  std::mutex m_;
  int n_ = 0;
};

int main() {
  Counter counter;
  void (Counter::*const other)() = &Counter::reset;
  std::thread a(std::bind(&Counter::add, &counter, 10));
  std::thread b(other, &counter);
  a.join();
  b.join();
}
