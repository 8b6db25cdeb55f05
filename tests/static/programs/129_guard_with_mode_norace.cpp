// A guard that can take the lock in two modes; who writes takes it to write.
#include <pthread.h>

#include <thread>

enum class Mode { Read, Write };

class RwGuard {
 public:
  RwGuard(pthread_rwlock_t& lock, Mode mode) : lock_(lock) {
    if (mode == Mode::Write)
      pthread_rwlock_wrlock(&lock_);
    else
      pthread_rwlock_rdlock(&lock_);
  }
  ~RwGuard() { pthread_rwlock_unlock(&lock_); }

 private:
  pthread_rwlock_t& lock_;
};

pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
int value;

void set(int to) {
  RwGuard guard(lock, Mode::Write);
  value = to;  // NORACE
}

int get() {
  RwGuard guard(lock, Mode::Read);
  return value;
}

int main() {
  std::thread a(set, 1);
  std::thread b(set, 2);
  std::thread c(get);
  a.join();
  b.join();
  c.join();
}
