// After the pointers have changed places, the lock is that of the counter that is used.
#include <mutex>
#include <thread>
#include <utility>

struct Counter {
  std::mutex m;
  long value = 0;
};

Counter odd;
Counter even;

void count() {
  Counter* first = &odd;
  Counter* second = &even;
  std::swap(first, second);
  std::lock_guard<std::mutex> lock(first->m);
  ++first->value;  // NORACE
}

void reset() {
  std::lock_guard<std::mutex> lock(even.m);
  even.value = 0;  // NORACE
}

int main() {
  std::thread a(count);
  std::thread b(reset);
  a.join();
  b.join();
}
