// The locks are taken against the declared order, by one thread and without a cycle.
#include "annotated_mutex.hpp"

class Bank {
 public:
  void audit() {
    MutexLock one(account_);
    MutexLock all(registry_);  // MISUSE(GD304)
    ++audits_;
  }

 private:
  Mutex registry_ ACQUIRED_BEFORE(account_);
  Mutex account_;
  int audits_ = 0;
};

Bank bank;

int main() {
  bank.audit();
}
