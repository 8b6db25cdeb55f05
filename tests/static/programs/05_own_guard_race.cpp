// A guard class of one's own, made as a temporary.
#include <pthread.h>

#include <thread>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int n;

class Guard {
 public:
  explicit Guard(pthread_mutex_t* mutex) : mutex_(mutex) { pthread_mutex_lock(mutex_); }
  ~Guard() { pthread_mutex_unlock(mutex_); }

 private:
  pthread_mutex_t* mutex_;
};

void work() {
  Guard{&m};  // MISUSE(GD408)
  ++n;        // RACE
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
