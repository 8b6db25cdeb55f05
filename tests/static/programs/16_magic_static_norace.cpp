// A static that is initialised by a call, and read.
#include <cstdio>
#include <cstdlib>
#include <thread>

int level() {
  static int value = std::atoi("3");
  return value;  // NORACE
}

void work() {
  std::printf("%d\n", level());
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
