// The flag is set before what it announces.
#include <atomic>
#include <thread>

std::atomic<bool> isReady{false};
int value;

void consume() {
  while (!isReady.load()) {
  }
  ++value;  // RACE
}

int main() {
  std::thread a(consume);
  isReady.store(true);
  value = 1;
  a.join();
}
