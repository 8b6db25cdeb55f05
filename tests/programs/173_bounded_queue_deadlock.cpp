// A bounded queue with two conditions. Producers keep their items in order by a lock of their own,
// which they hold while the queue is full. The consumer takes that lock to count, before it makes
// room.
#include <condition_variable>
#include <cstdio>
#include <mutex>

#include "spin.hpp"

constexpr int kRoom = 2;

struct Queue {
  std::mutex m;
  std::condition_variable notFull;
  std::condition_variable notEmpty;
  int size = 0;
  std::atomic<int> waits{0};

  void push(int caller) {
    std::unique_lock lock(m);
    while (size == kRoom) {
      waits = caller;
      notFull.wait(lock);  // GD104
    }
    ++size;
    notEmpty.notify_one();
  }
  void pop() {
    {
      std::unique_lock lock(m);
      notEmpty.wait(lock, [this] { return size > 0; });
    }
    count();
    std::lock_guard lock(m);
    --size;
    notFull.notify_one();
  }

  std::mutex order;
  std::atomic<int> counted{0};
  int pops = 0;

  void count() {
    if (++pops == 2) spinUntil(waits, 2);
    { std::lock_guard there(m); }  // who found it full waits by now
    { std::lock_guard lock(order); }
    counted = pops;
    if (pops == 1) spinUntil(waits, 1);
  }
};

int main() {
  Queue queue;
  for (int i = 0; i < kRoom; ++i) queue.push(0);
  std::thread consumer([&queue] {
    for (int i = 0; i < kRoom + 2; ++i) queue.pop();
  });
  spinUntil(queue.counted, 1);
  {
    std::lock_guard first(queue.order);
    queue.push(1);
  }
  queue.push(2);
  consumer.join();
  std::puts("done");
}
