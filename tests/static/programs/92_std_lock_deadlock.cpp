// One thread takes its locks one after the other, the other one in the opposite order.
#include <mutex>
#include <thread>

std::mutex a;
std::mutex b;
int n;

void forth() {
  a.lock();
  b.lock();
  std::lock_guard<std::mutex> first(a, std::adopt_lock);
  std::lock_guard<std::mutex> second(b, std::adopt_lock);
  ++n;
}

void back() {
  std::unique_lock<std::mutex> first(b, std::defer_lock);
  std::unique_lock<std::mutex> second(a, std::defer_lock);
  first.lock();
  second.lock();  // DEADLOCK
  --n;
}

int main() {
  std::thread x(forth);
  std::thread y(back);
  x.join();
  y.join();
}
