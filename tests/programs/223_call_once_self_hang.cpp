// The function given to std::call_once calls it again, in a thread of its own.
#include <cstdio>
#include <mutex>
#include <thread>

std::once_flag flag;

void setUp() {
  std::call_once(flag, setUp);  // HANG
}

int main() {
  std::thread user([] { std::call_once(flag, setUp); });
  user.join();
  std::puts("done");
}
