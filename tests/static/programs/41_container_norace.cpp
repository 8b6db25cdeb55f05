// Two threads read one map; it was filled before.
#include <map>
#include <string>
#include <thread>

std::map<std::string, int> ages;

bool has(const std::string& name) {
  return ages.count(name) > 0;  // NORACE
}

int main() {
  ages["alice"] = 3;
  std::thread a([] { has("alice"); });
  std::thread b([] { has("bob"); });
  a.join();
  b.join();
}
