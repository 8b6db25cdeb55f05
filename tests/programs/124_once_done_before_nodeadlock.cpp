// The flag is done, by a thread that is joined, before the other thread begins.
#include <cstdio>
#include <mutex>
#include <thread>

std::once_flag once;
std::mutex settings;

void setUp() {
  std::lock_guard guard(settings);
}

void reload() {
  std::lock_guard guard(settings);
  std::call_once(once, setUp);  // NODEADLOCK(ordered by join)
}

int main() {
  std::thread([] { std::call_once(once, setUp); }).join();
  std::thread(reload).join();
  std::puts("done");
}
