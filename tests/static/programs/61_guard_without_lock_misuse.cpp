// A variable that is named like the mutex, and a guard that is never told to lock.
#include <mutex>

struct Stats {
  std::mutex mutex;
  long hits = 0;

  void hit() {
    std::unique_lock<std::mutex>(mutex);  // MISUSE(GD408)
    ++hits;
  }
  void clear() {
    std::unique_lock<std::mutex> guard(mutex, std::defer_lock);  // MISUSE(GD408)
    hits = 0;
  }
};

int main() {
  Stats stats;
  stats.hit();
  stats.clear();
}
