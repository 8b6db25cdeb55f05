// The grandchild is joined by its parent, and the parent by main.
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
  std::thread child([] { std::thread(back).join(); });
  child.join();
  forth();
  std::puts("done");
}
