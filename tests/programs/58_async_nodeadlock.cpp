// get() joins the first task's thread before the second task is started.
#include <cstdio>
#include <future>
#include <mutex>

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
  std::async(std::launch::async, forth).get();
  std::async(std::launch::async, back).get();
  std::puts("done");
}
