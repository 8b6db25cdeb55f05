// The account at the lower address is locked first, whoever pays.
#include <mutex>
#include <thread>

struct Account {
  std::mutex m;
  long balance = 0;
};

Account alice;
Account bob;

void lockBoth(Account& one, Account& other) {
  if (&one < &other) {
    one.m.lock();
    other.m.lock();  // NODEADLOCK
  } else {
    other.m.lock();
    one.m.lock();  // NODEADLOCK
  }
}

void transfer(Account& from, Account& to, long amount) {
  lockBoth(from, to);
  from.balance -= amount;
  to.balance += amount;
  from.m.unlock();
  to.m.unlock();
}

int main() {
  std::thread a([] { transfer(alice, bob, 1); });
  std::thread b([] { transfer(bob, alice, 2); });
  a.join();
  b.join();
}
