#include <mutex>

class Stats {
 public:
  void add(long n) {
    std::lock_guard<std::mutex> lock(m);
    hits += n;
  }
  long get() {
    std::lock_guard<std::mutex> lock(m);
    return hits;
  }
  void bump(long n) {  // without the lock
    hits += n;
  }

 private:
  std::mutex m;
  long hits = 0;
};
