// U3b  The gate lock
//
// The accounts are still locked in both orders, but every transfer first takes
// the key of the vault. Only one teller at a time can be between its first
// and its second account, so neither can ever stop the other.
//
// Lesson: a cycle in the lock order is a deadlock only if its steps can happen
// at the same time. Gordian finds the cycle, sees the gate around it and stays
// silent; `--explain` and the JSON report say why. The price of the gate: no
// two transfers run at once.
//
//   gordian run -- build/release/examples/u3_synchronization/u3b_gate

#include <pthread.h>

#include <cstdio>
#include <mutex>
#include <thread>

struct Account {
  std::mutex m;
  long balance;
};

Account alice{{}, 1000};
Account bob{{}, 1000};
std::mutex vault;

void transfer(Account& from, Account& to, long amount) {
  std::lock_guard gate(vault);
  std::lock_guard lockFrom(from.m);
  std::lock_guard lockTo(to.m);  // NODEADLOCK(gate lock)
  from.balance -= amount;
  to.balance += amount;
}

void tellerOne() {
  pthread_setname_np(pthread_self(), "teller-1");
  for (int i = 0; i < 100; ++i) transfer(alice, bob, 3);
}

void tellerTwo() {
  pthread_setname_np(pthread_self(), "teller-2");
  for (int i = 0; i < 100; ++i) transfer(bob, alice, 2);
}

int main() {
  std::thread one(tellerOne);
  std::thread two(tellerTwo);
  one.join();
  two.join();
  std::printf("alice %ld, bob %ld\n", alice.balance, bob.balance);
}
