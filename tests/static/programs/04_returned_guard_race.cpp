// Nobody keeps the guard that was returned: it dies at the semicolon.
#include <mutex>
#include <thread>

std::mutex m;
int n;

std::unique_lock<std::mutex> hold() {
  std::unique_lock<std::mutex> guard(m);
  return guard;
}

void work() {
  hold();
  ++n;  // RACE
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
