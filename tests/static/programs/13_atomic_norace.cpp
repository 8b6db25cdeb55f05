// Everything that both touch is atomic.
#include <atomic>
#include <thread>

std::atomic<bool> isOn{true};
std::atomic<long> count;

void work() {
  if (isOn.load()) ++count;  // NORACE
}

int main() {
  std::thread a(work);
  std::thread b(work);
  isOn = false;
  a.join();
  b.join();
}
