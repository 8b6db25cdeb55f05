// NOMISUSE
// The locks are taken in the declared order; who only tries waits for nobody.
#include "annotated_mutex.hpp"

class Bank {
 public:
  void audit() {
    MutexLock all(registry_);
    MutexLock one(account_);
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
