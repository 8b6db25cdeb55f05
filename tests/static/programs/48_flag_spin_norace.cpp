// OPTIONS: possible
// A flag is waited for, and set after what it announces: order by atomics is no more than a doubt.
#include <atomic>
#include <thread>

std::atomic<bool> isReady{false};
int value;

void consume() {
  while (!isReady.load()) {
  }
  ++value;  // NORACE
}

int main() {
  std::thread a(consume);
  value = 1;
  isReady.store(true);
  a.join();
}
