// The lock is given up around a long call, and held again for the count.
#include <mutex>
#include <thread>

class Worker {
 public:
  void run() {
    std::unique_lock<std::mutex> guard(m_);
    while (rounds_ < 10) {
      guard.unlock();
      compute();
      guard.lock();
      ++rounds_;  // NORACE
    }
  }
  int rounds() {
    std::lock_guard<std::mutex> guard(m_);
    return rounds_;
  }

 private:
  static void compute() {}

  std::mutex m_;
  int rounds_ = 0;
};

int main() {
  Worker worker;
  std::thread a([&worker] { worker.run(); });
  std::thread b([&worker] { worker.rounds(); });
  a.join();
  b.join();
}
