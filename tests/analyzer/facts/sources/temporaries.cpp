// FLAGS: -std=c++20
// Where objects are made, and when they end.
#include <mutex>

std::mutex m, n;
int shared;

std::unique_lock<std::mutex> lockIt(std::mutex& lock) { return std::unique_lock<std::mutex>(lock); }

std::unique_lock<std::mutex> named(std::mutex& lock) {
  std::unique_lock<std::mutex> guard(lock);
  ++shared;
  return guard;
}

struct Holder {
  explicit Holder(std::unique_lock<std::mutex> taken) : lock(std::move(taken)) {}
  std::unique_lock<std::mutex> lock;
};

struct Pair {
  std::unique_lock<std::mutex> first;
  int number;
};

void use(std::unique_lock<std::mutex> guard);

void temporaries(bool which) {
  std::lock_guard<std::mutex>{m}, ++shared;
  auto elided = lockIt(m);
  const std::unique_lock<std::mutex>& extended = lockIt(n);
  Holder holder(lockIt(m));
  Pair pair{lockIt(n), 4};
  auto moved = std::move(elided);
  use(std::move(moved));
  use(lockIt(m));
  std::unique_lock<std::mutex> chosen = which ? lockIt(m) : lockIt(n);
  std::mutex& either = which ? m : n;
  either.lock();
  which ? (void)lockIt(m) : (void)0;
  auto* kept = new Holder(lockIt(m));
  kept->lock.unlock();
}

void early(bool stop) {
  std::lock_guard guard(m);
  for (int i = 0; i < 3; ++i) {
    std::lock_guard inner(n);
    if (stop) continue;
    if (shared) return;
    break;
  }
  if (std::unique_lock lock(n, std::try_to_lock); lock) shared = 3;
}
