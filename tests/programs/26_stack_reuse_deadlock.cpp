// OPTIONS: locks=2
// Two locks on main's stack, shared by two live threads.
#include <cstdio>
#include <mutex>

#include "live.hpp"

struct Account {
  std::mutex m;
  long balance = 100;
};

void transfer(Account& from, Account& to) {
  std::lock_guard first(from.m);
  std::lock_guard second(to.m);  // DEADLOCK
  --from.balance;
  ++to.balance;
}

int main() {
  Account alice;
  Account bob;
  runLive({[&] { transfer(alice, bob); }, [&] { transfer(bob, alice); }});
  std::printf("%ld %ld\n", alice.balance, bob.balance);
}
