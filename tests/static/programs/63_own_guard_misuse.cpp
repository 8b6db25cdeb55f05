// A guard class of the project, without a name.
#include <pthread.h>

class Locker {
 public:
  explicit Locker(pthread_mutex_t& lock) : lock_(&lock) { pthread_mutex_lock(lock_); }
  ~Locker() { pthread_mutex_unlock(lock_); }
  Locker(const Locker&) = delete;
  Locker& operator=(const Locker&) = delete;

 private:
  pthread_mutex_t* lock_;
};

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
long total;

void add(long amount) {
  Locker{m};  // MISUSE(GD408)
  total += amount;
}

int main() {
  add(1);
}
