// Whether the queue is empty is asked before the lock is taken.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

class Queue {
 public:
  void put(int item) {
    std::lock_guard<std::mutex> guard(m_);
    items_.push_back(item);
    filled_.notify_one();
  }
  int take() {
    if (items_.empty()) return -1;  // RACE
    std::lock_guard<std::mutex> guard(m_);
    const int item = items_.front();
    items_.pop_front();
    return item;
  }

 private:
  std::mutex m_;
  std::condition_variable filled_;
  std::deque<int> items_;
};

Queue queue;

int main() {
  std::thread a([] { queue.put(1); });
  std::thread b([] { queue.take(); });
  a.join();
  b.join();
}
