// The guard is given to a function, with which it ends; the count comes after that.
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
  print(std::move(guard));
  ++lines;  // RACE
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
