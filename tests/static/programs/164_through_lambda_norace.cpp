// A thread that reaches a cache through a reference in the object that began it, with its lock.
#include <mutex>
#include <thread>

class Cache {
 public:
  void put(int value) {
    std::lock_guard guard(lock_);
    value_ = value;
  }
  void drop() {
    std::lock_guard guard(lock_);
    value_ = 0;  // NORACE
  }

 private:
  std::mutex lock_;
  int value_ = 0;
};

// Begun with a lambda that captures the object, whose member names the cache.
class Sweeper {
 public:
  explicit Sweeper(Cache& cache) : cache_(cache), thread_([this] { run(); }) {}
  ~Sweeper() { thread_.join(); }

 private:
  void run() {
    for (int i = 0; i < 10; ++i) sweep();
  }
  void sweep() { cache_.drop(); }

  Cache& cache_;
  std::thread thread_;
};

int main() {
  Cache cache;
  Sweeper sweeper(cache);
  for (int i = 0; i < 10; ++i) cache.put(i);
}
