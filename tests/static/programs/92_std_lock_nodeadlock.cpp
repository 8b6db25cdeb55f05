// std::lock waits for neither while it holds the other one.
#include <mutex>
#include <thread>

std::mutex a;
std::mutex b;
int n;

void forth() {
  std::lock(a, b);
  std::lock_guard<std::mutex> first(a, std::adopt_lock);
  std::lock_guard<std::mutex> second(b, std::adopt_lock);
  ++n;
}

void back() {
  std::unique_lock<std::mutex> first(b, std::defer_lock);
  std::unique_lock<std::mutex> second(a, std::defer_lock);
  std::lock(first, second);  // NODEADLOCK
  --n;
}

int main() {
  std::thread x(forth);
  std::thread y(back);
  x.join();
  y.join();
}
