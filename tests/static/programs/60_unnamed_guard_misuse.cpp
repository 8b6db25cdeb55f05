// The guards have no names: what stands below them runs without the lock.
#include <mutex>

std::mutex m;
long total;
long count;

void add(long amount) {
  std::lock_guard<std::mutex>{m};  // MISUSE(GD408)
  total += amount;
}

void forget() {
  std::unique_lock<std::mutex>{m};  // MISUSE(GD408)
  total = 0;
}

int main() {
  add(1);
  forget();
}
