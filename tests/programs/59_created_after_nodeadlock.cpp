// The creator takes its order before its child and after its end.
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
  forth();
  std::thread child(back);
  child.join();
  forth();
  std::puts("done");
}
