// A map is looked up without the lock that guards its changes.
#include <map>
#include <mutex>
#include <string>
#include <thread>

std::mutex m;
std::map<std::string, int> ages;

void add() {
  std::lock_guard<std::mutex> guard(m);
  ages["alice"] = 3;
}

bool has() {
  return ages.count("alice") > 0;  // RACE
}

int main() {
  std::thread a(add);
  std::thread b([] { has(); });
  a.join();
  b.join();
}
