// The creator lets go of the lock while its child still writes.
#include <mutex>
#include <thread>

std::mutex m;
int n;

void help() {
  n += 2;  // RACE
}

void delegate() {
  std::unique_lock<std::mutex> guard(m);
  std::thread child(help);
  guard.unlock();
  child.join();
}

void add() {
  std::lock_guard<std::mutex> guard(m);
  ++n;
}

int main() {
  std::thread a(delegate);
  std::thread b(add);
  a.join();
  b.join();
}
