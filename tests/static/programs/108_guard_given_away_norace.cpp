// The guard is given to a function, with which it ends, after the count.
#include <cstdio>
#include <mutex>
#include <thread>
#include <utility>

std::mutex m;
int lines;

void print(std::unique_lock<std::mutex> guard) {
  std::printf("%d\n", lines);
}

void work() {
  std::unique_lock<std::mutex> guard(m);
  ++lines;  // NORACE
  print(std::move(guard));
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
