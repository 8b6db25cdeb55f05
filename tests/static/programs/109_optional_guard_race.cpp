// The guard is made where the caller asks for it; one caller does not.
#include <mutex>
#include <optional>
#include <thread>

std::mutex m;
int n;

void add(bool isShared) {
  std::optional<std::lock_guard<std::mutex>> guard;
  if (isShared) guard.emplace(m);
  ++n;  // RACE
}

int main() {
  std::thread a([] { add(true); });
  std::thread b([] { add(false); });
  a.join();
  b.join();
}
