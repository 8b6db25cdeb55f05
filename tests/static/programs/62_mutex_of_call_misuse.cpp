// The mutex is a local: each call has its own.
#include <mutex>

long total;

void add(long amount) {
  std::mutex m;
  std::lock_guard<std::mutex> guard(m);  // MISUSE(GD408)
  total += amount;
}

int main() {
  add(1);
}
