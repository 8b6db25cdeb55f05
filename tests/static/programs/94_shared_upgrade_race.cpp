// What is missing is filled in under a lock that only excludes writers.
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

std::shared_mutex m;
std::vector<std::string> names;

std::size_t count() {
  std::shared_lock<std::shared_mutex> reading(m);
  if (names.empty()) names.push_back("first");  // RACE(GD402)
  return names.size();
}

int main() {
  std::thread a([] { count(); });
  std::thread b([] { count(); });
  a.join();
  b.join();
}
