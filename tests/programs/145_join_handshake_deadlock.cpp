// OPTIONS: expect=possible
// The joiner waits under the lock until the worker says that it is done. Whether the worker takes
// the lock once more cannot be seen.
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

std::mutex m;
std::condition_variable changed;
bool isWaiting = false;
bool isDone = false;

int main() {
  std::thread worker([] {
    std::unique_lock lock(m);
    changed.wait(lock, [] { return isWaiting; });
    isDone = true;
    changed.notify_all();
  });
  std::unique_lock lock(m);
  isWaiting = true;
  changed.notify_all();
  while (!isDone) changed.wait(lock);
  worker.join();  // GD105
  std::puts("done");
}
