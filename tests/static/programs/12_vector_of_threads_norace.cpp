// What the workers did under the lock is read after the last one.
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

std::mutex m;
long sum;

void work() {
  std::lock_guard<std::mutex> guard(m);
  ++sum;  // NORACE
}

int main() {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  std::printf("%ld\n", sum);
}
