// A helper requires the lock, and its caller has it.
#include "annotated_mutex.hpp"

class Account {
 public:
  void deposit(int n) {
    MutexLock lock(mutex_);
    add(n);
  }

 private:
  void add(int n) REQUIRES(mutex_) { balance_ += n; }  // NORACE

  Mutex mutex_;
  int balance_ GUARDED_BY(mutex_) = 0;
};

Account account;

int main() {
  account.deposit(1);
}
