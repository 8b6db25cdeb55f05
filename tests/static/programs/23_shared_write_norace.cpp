// Readers share the lock, the writer has it alone.
#include <mutex>
#include <shared_mutex>
#include <thread>

std::shared_mutex m;
int n;
int seen[2];

void read() {
  std::shared_lock<std::shared_mutex> guard(m);
  seen[0] = n;  // NORACE
}

void write() {
  std::lock_guard<std::shared_mutex> guard(m);
  ++n;
}

int main() {
  std::thread a(read);
  std::thread b(write);
  a.join();
  b.join();
}
