// OPTIONS: possible
// A free function gets the object; what a lambda does under the lock counts, what it leaves behind
// does not. Who calls the function that does not lock is not seen.
#include <algorithm>
#include <mutex>
#include <vector>

struct Registry {
  std::mutex m;
  std::vector<int> ids;
};

void insert(Registry& registry, int id) {
  std::lock_guard lock(registry.m);
  registry.ids.push_back(id);
}

void removeAll(Registry& registry, int id) {
  std::lock_guard lock(registry.m);
  const auto apply = [&] { registry.ids.erase(registry.ids.begin() + id); };
  apply();
}

void sortIds(Registry& registry) {
  std::lock_guard lock(registry.m);
  std::sort(registry.ids.begin(), registry.ids.end());
}

void trim(Registry& registry) {
  std::lock_guard lock(registry.m);
  registry.ids.pop_back();
}

void append(Registry& registry, int id) {
  registry.ids.push_back(id);  // RACE
}
