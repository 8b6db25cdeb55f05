// Two objects of one class, always the one with the lower address first.
#include <mutex>
#include <thread>

struct Account {
  std::mutex m;
  long balance = 0;
};

Account alice;
Account bob;

void transfer(Account& from, Account& to, long amount) {
  Account& low = &from < &to ? from : to;
  Account& high = &from < &to ? to : from;
  std::lock_guard<std::mutex> first(low.m);
  std::lock_guard<std::mutex> second(high.m);  // NODEADLOCK
  from.balance -= amount;
  to.balance += amount;
}

int main() {
  std::thread a([] { transfer(alice, bob, 1); });
  std::thread b([] { transfer(bob, alice, 2); });
  a.join();
  b.join();
}
