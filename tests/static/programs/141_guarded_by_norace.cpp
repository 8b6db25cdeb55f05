// What GUARDED_BY says is kept, but for the constructor and the destructor.
#include "annotated_mutex.hpp"

class Account {
 public:
  Account() { balance_ = 100; }
  ~Account() { balance_ = 0; }
  void deposit(int n) {
    MutexLock lock(mutex_);
    balance_ += n;
  }

 private:
  Mutex mutex_;
  int balance_ GUARDED_BY(mutex_);
};

int main() {
  static Account account;
  account.deposit(1);  // NORACE
}
