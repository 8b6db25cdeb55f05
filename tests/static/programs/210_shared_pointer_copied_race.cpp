// Each job keeps the counters alive by a copy of the pointer, and counts without their lock.
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

struct Counters {
  std::mutex mutex;
  int done = 0;
};

int main() {
  const auto counters = std::make_shared<Counters>();
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i) {
    workers.emplace_back([counters, i] {
      counters->done += i;  // RACE
    });
  }
  for (std::thread& worker : workers) worker.join();
  return counters->done;
}
