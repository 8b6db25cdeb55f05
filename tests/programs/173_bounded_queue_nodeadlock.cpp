// A pipeline of bounded queues with two conditions each, as in many programs: producers are kept in
// order by one lock, consumers by another, and each holds its own while it waits for room or for
// items. Stages take the statistics' lock between, which nobody holds while it waits.
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

constexpr int kRoom = 3;
constexpr int kItems = 300;

class Queue {
 public:
  void push() {
    std::lock_guard order(producers_);
    std::unique_lock lock(m_);
    notFull_.wait(lock, [this] { return size_ < kRoom; });  // NODEADLOCK
    ++size_;
    lock.unlock();
    notEmpty_.notify_one();
  }
  void pop() {
    std::lock_guard order(consumers_);
    std::unique_lock lock(m_);
    notEmpty_.wait(lock, [this] { return size_ > 0; });  // NODEADLOCK
    --size_;
    lock.unlock();
    notFull_.notify_one();
  }

 private:
  std::mutex producers_;
  std::mutex consumers_;
  std::mutex m_;
  std::condition_variable notFull_;
  std::condition_variable notEmpty_;
  int size_ = 0;
};

Queue in;
Queue out;
std::mutex statistics;
int seen = 0;

void count() {
  std::lock_guard lock(statistics);
  ++seen;
}

int main() {
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([] {
      for (int k = 0; k < kItems; ++k) {
        in.push();
        count();
      }
    });
    threads.emplace_back([] {
      for (int k = 0; k < kItems; ++k) {
        in.pop();
        count();
        out.push();
      }
    });
    threads.emplace_back([] {
      for (int k = 0; k < kItems; ++k) {
        out.pop();
        count();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::printf("%d\n", seen);
}
