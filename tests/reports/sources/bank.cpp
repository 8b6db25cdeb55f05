// The source that golden reports quote; never compiled.
#include <mutex>

struct Account {
  std::mutex m;
  int balance = 100;
};

void transfer(Account& from, Account& to, int amount) {
  std::lock_guard a(from.m);
  std::lock_guard b(to.m);
  from.balance -= amount;
  to.balance += amount;
}

int main() {
  Account alice, bob;
  std::jthread one([&] { transfer(alice, bob, 1); });
  std::jthread two([&] { transfer(bob, alice, 1); });
}
