// GUARDED_BY is the truth, although no thread is known here.
#include "annotated_mutex.hpp"

class Account {
 public:
  Account() { balance_ = 100; }
  ~Account() { balance_ = 0; }
  void deposit(int n) {
    balance_ += n;  // RACE
  }

 private:
  Mutex mutex_;
  int balance_ GUARDED_BY(mutex_);
};

int main() {
  static Account account;
  account.deposit(1);
}
