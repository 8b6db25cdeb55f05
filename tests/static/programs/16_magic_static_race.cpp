// The initialisation of a static is safe, changing it later is not.
#include <thread>

int& counter() {
  static int value = 1;
  return value;
}

void work() {
  ++counter();  // RACE
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
