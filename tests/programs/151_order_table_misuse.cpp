// OPTIONS: expect=proven headline config=151_order.toml
// The project ranks its locks by their classes, in gordian.toml: two accounts are of one rank, so
// only std::scoped_lock may take both.
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
  std::lock_guard first(from.m);
  std::lock_guard second(to.m);  // GD304
  from.balance -= 1;
  to.balance += 1;
}

int main() {
  transfer(bank.alice, bank.bob);
  std::puts("done");
}
