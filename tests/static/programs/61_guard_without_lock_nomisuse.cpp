// Guards that lock later: told to, together with another one, by somebody who gets them.
#include <mutex>

struct Stats {
  std::mutex mutex;
  long hits = 0;
};

static void lockIt(std::unique_lock<std::mutex>& guard) {
  guard.lock();
}

static void swapHits(Stats& a, Stats& b) {
  std::unique_lock<std::mutex> first(a.mutex, std::defer_lock);
  std::unique_lock<std::mutex> second(b.mutex, std::defer_lock);
  std::lock(first, second);
  std::swap(a.hits, b.hits);
}

int main() {
  Stats a;
  Stats b;
  swapHits(a, b);
  std::unique_lock<std::mutex> guard(a.mutex, std::defer_lock);
  lockIt(guard);
  std::unique_lock<std::mutex> later;
  later = std::unique_lock<std::mutex>(b.mutex);  // NOMISUSE
  ++b.hits;
}
