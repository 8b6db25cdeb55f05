// The flag is atomic, what it counts is not.
#include <atomic>
#include <thread>

std::atomic<bool> isOn{true};
long count;

void work() {
  if (isOn.load()) ++count;  // RACE
}

int main() {
  std::thread a(work);
  std::thread b(work);
  isOn = false;
  a.join();
  b.join();
}
