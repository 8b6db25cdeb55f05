// The lock is released before the join.
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

std::mutex m;
std::condition_variable changed;
bool isDone = false;

int main() {
  std::thread worker([] {
    std::unique_lock lock(m);
    isDone = true;
    changed.notify_all();
  });
  {
    std::unique_lock lock(m);
    while (!isDone) changed.wait(lock);
  }
  worker.join();  // NODEADLOCK
  std::puts("done");
}
