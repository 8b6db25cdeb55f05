// Threads in a vector, begun in a loop, without a lock.
#include <thread>
#include <vector>

long sum;

void work() {
  ++sum;  // RACE
}

int main() {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
}
