// OPTIONS: config=151_order.toml
// The same table; the registry comes before the accounts, both accounts are taken together.
#include <cstdio>
#include <mutex>

struct Account {
  std::mutex m;
  int balance = 0;
};

struct Bank {
  std::mutex registry;
  Account alice;
  Account bob;
};

Bank bank;

void transfer(Account& from, Account& to) {
  std::lock_guard outer(bank.registry);
  std::scoped_lock both(from.m, to.m);  // NODEADLOCK
  from.balance -= 1;
  to.balance += 1;
}

int main() {
  transfer(bank.alice, bank.bob);
  transfer(bank.bob, bank.alice);
  std::puts("done");
}
