// The account at the lower address is locked first, but not by everybody.
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
    other.m.lock();  // DEADLOCK
  } else {
    other.m.lock();
    one.m.lock();  // DEADLOCK
  }
}

void transfer(Account& from, Account& to, long amount) {
  lockBoth(from, to);
  from.balance -= amount;
  to.balance += amount;
  from.m.unlock();
  to.m.unlock();
}

void audit(Account& one, Account& other) {
  std::lock_guard<std::mutex> first(one.m);
  std::lock_guard<std::mutex> second(other.m);  // DEADLOCK
  one.balance += other.balance * 0;
}

int main() {
  std::thread a([] { transfer(alice, bob, 1); });
  std::thread b([] {
    audit(alice, bob);
    audit(bob, alice);
  });
  a.join();
  b.join();
}
