// The lock of one account is held while the other one changes.
#include <mutex>
#include <thread>

struct Account {
  std::mutex m;
  long balance = 0;
};

Account alice;
Account bob;

void transfer(Account& from, Account& to) {
  std::lock_guard<std::mutex> guard(from.m);
  from.balance -= 1;
  to.balance += 1;  // RACE(GD402)
}

int main() {
  std::thread a([] { transfer(alice, bob); });
  std::thread b([] { transfer(bob, alice); });
  a.join();
  b.join();
}
