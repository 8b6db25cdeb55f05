// Each account is changed under its own lock, whichever it is.
#include <mutex>
#include <thread>

struct Account {
  std::mutex m;
  long balance = 0;
};

Account alice;
Account bob;

void add(Account& account, long amount) {
  std::lock_guard<std::mutex> guard(account.m);
  account.balance += amount;  // NORACE
}

void transfer(Account& from, Account& to) {
  add(from, -1);
  add(to, 1);
}

int main() {
  std::thread a([] { transfer(alice, bob); });
  std::thread b([] { transfer(bob, alice); });
  a.join();
  b.join();
}
