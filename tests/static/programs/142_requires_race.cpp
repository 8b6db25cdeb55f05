// A helper requires the lock: it is believed there, and looked for at the call.
#include "annotated_mutex.hpp"

class Account {
 public:
  void deposit(int n) {
    add(n);  // RACE
  }

 private:
  void add(int n) REQUIRES(mutex_) { balance_ += n; }

  Mutex mutex_;
  int balance_ GUARDED_BY(mutex_) = 0;
};

Account account;

int main() {
  account.deposit(1);
}
