// One of the callers of a function that expects the lock does not hold it.
#include <mutex>
#include <thread>

class Counter {
 public:
  void add() {
    std::lock_guard<std::mutex> guard(m_);
    bump();
  }
  void addQuickly() { bump(); }

 private:
  void bump() { ++n_; }  // RACE

  std::mutex m_;
  int n_ = 0;
};

Counter counter;

int main() {
  std::thread a([] { counter.add(); });
  std::thread b([] { counter.addQuickly(); });
  a.join();
  b.join();
}
