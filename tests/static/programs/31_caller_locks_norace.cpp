// A function that expects the lock, and callers that all hold it.
#include <mutex>
#include <thread>

class Counter {
 public:
  void add() {
    std::lock_guard<std::mutex> guard(m_);
    bump();
  }
  void addTwice() {
    std::lock_guard<std::mutex> guard(m_);
    bump();
    bump();
  }

 private:
  void bump() { ++n_; }  // NORACE

  std::mutex m_;
  int n_ = 0;
};

Counter counter;

int main() {
  std::thread a([] { counter.add(); });
  std::thread b([] { counter.addTwice(); });
  a.join();
  b.join();
}
