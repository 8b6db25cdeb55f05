// The first thread has been joined before the second is created.
#include <cstdio>
#include <mutex>
#include <thread>

std::mutex a;
std::mutex b;

int main() {
  std::thread first([] {
    std::lock_guard outer(a);
    std::lock_guard inner(b);  // NODEADLOCK(ordered by join)
  });
  first.join();
  std::thread second([] {
    std::lock_guard outer(b);
    std::lock_guard inner(a);  // NODEADLOCK(ordered by join)
  });
  second.join();
  std::puts("done");
}
