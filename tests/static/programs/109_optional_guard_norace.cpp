// The guard is made where the caller asks for it, as both do.
#include <mutex>
#include <optional>
#include <thread>

std::mutex m;
int n;

void add(bool isShared) {
  std::optional<std::lock_guard<std::mutex>> guard;
  if (isShared) guard.emplace(m);
  ++n;  // NORACE
}

int main() {
  std::thread a([] { add(true); });
  std::thread b([] { add(true); });
  a.join();
  b.join();
}
