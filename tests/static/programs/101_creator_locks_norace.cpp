// The creator holds the lock for as long as its child lives.
#include <mutex>
#include <thread>

std::mutex m;
int n;

void help() {
  n += 2;  // NORACE
}

void delegate() {
  std::unique_lock<std::mutex> guard(m);
  std::thread child(help);
  child.join();
  guard.unlock();
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
