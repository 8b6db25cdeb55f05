// The older names of the attributes mean the same: the helper needs the lock.
#include <mutex>

class __attribute__((lockable)) Latch {
 public:
  void Lock() __attribute__((exclusive_lock_function())) { mutex_.lock(); }
  bool TryLock() __attribute__((exclusive_trylock_function(true))) { return mutex_.try_lock(); }
  void Unlock() __attribute__((unlock_function())) { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};

Latch lock;
int count __attribute__((guarded_by(lock)));

void add(int n) __attribute__((exclusive_locks_required(lock)));
void add(int n) {
  count += n;
}

int main() {
  if (lock.TryLock()) lock.Unlock();
  add(1);  // RACE
}
