// Readers share the lock, the writer has it alone.
#include <mutex>
#include <shared_mutex>
#include <thread>

std::shared_mutex m;
int n;
int seen[2];

void look() {
  std::shared_lock<std::shared_mutex> guard(m);
  seen[0] = n;  // NORACE
}

void change() {
  std::lock_guard<std::shared_mutex> guard(m);
  ++n;
}

int main() {
  std::thread a(look);
  std::thread b(change);
  a.join();
  b.join();
}
