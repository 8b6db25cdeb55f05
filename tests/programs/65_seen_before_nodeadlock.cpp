// Taken a thousand times before the child was created and never again.
#include <cstdio>
#include <mutex>
#include <thread>

std::mutex a;
std::mutex b;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // NODEADLOCK(ordered by join)
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);  // NODEADLOCK(ordered by join)
}

int main() {
  for (int i = 0; i < 1000; ++i) forth();
  std::thread child(back);
  { std::lock_guard alone(a); }
  { std::lock_guard alone(b); }
  child.join();
  std::puts("done");
}
